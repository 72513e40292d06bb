package dev.dragoman.messages;

import dev.dragoman.json.RawJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request of the Messages API.
 *
 * @param model the name the client asks for
 * @param maxTokens the most output tokens; null only where tokens are to be counted
 * @param effort {@code output_config.effort}
 * @param userId {@code metadata.user_id}
 * @param unknown all fields not named here, wherever they stand
 * @param betas the features that the client asks for in {@code anthropic-beta}; it is a header, so
 *     it is added by whoever reads those
 * @param body the request as it was sent
 * @see <a href="https://docs.anthropic.com/en/api/messages">Messages API</a>
 */
public record MessagesRequest(
    String model,
    @Nullable Integer maxTokens,
    List<ContentBlock.Text> system,
    List<Message> messages,
    List<Tool> tools,
    @Nullable ToolChoice toolChoice,
    @Nullable ThinkingConfig thinking,
    @Nullable String effort,
    @Nullable OutputFormat outputFormat,
    List<String> stopSequences,
    @Nullable Double temperature,
    @Nullable Double topP,
    @Nullable Integer topK,
    @Nullable String userId,
    @Nullable String serviceTier,
    @Nullable RawJson contextManagement,
    boolean stream,
    List<UnknownField> unknown,
    List<String> betas,
    RawJson body) {

  public MessagesRequest {
    system = List.copyOf(system);
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
    stopSequences = List.copyOf(stopSequences);
    unknown = List.copyOf(unknown);
    betas = List.copyOf(betas);
  }

  /** The same, asking for these features. */
  public MessagesRequest withBetas(List<String> asked) {
    return asked.equals(betas)
        ? this
        : new MessagesRequest(
            model,
            maxTokens,
            system,
            messages,
            tools,
            toolChoice,
            thinking,
            effort,
            outputFormat,
            stopSequences,
            temperature,
            topP,
            topK,
            userId,
            serviceTier,
            contextManagement,
            stream,
            unknown,
            asked,
            body);
  }
}
