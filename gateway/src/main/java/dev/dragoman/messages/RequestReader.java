package dev.dragoman.messages;

import dev.dragoman.json.RawJson;
import dev.dragoman.json.Unicode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;

/** Reads a request in one pass over its bytes. */
public final class RequestReader {
  private final Fields in;
  private final BlockReader blocks;

  private @Nullable String model;
  private @Nullable Integer maxTokens;
  private List<ContentBlock.Text> system = List.of();
  private @Nullable List<Message> messages;
  private List<Tool> tools = List.of();
  private @Nullable ToolChoice toolChoice;
  private @Nullable ThinkingConfig thinking;
  private @Nullable String effort;
  private @Nullable OutputFormat outputFormat;
  private List<String> stopSequences = List.of();
  private @Nullable Double temperature;
  private @Nullable Double topP;
  private @Nullable Integer topK;
  private @Nullable String userId;
  private @Nullable String serviceTier;
  private @Nullable RawJson contextManagement;
  private boolean stream;

  private RequestReader(byte[] body) {
    in = Fields.over(body);
    blocks = new BlockReader(in);
  }

  /**
   * The request in {@code body}.
   *
   * @throws ApiException {@code invalid_request_error} that names the path of what is wrong
   */
  public static MessagesRequest read(byte[] body) {
    MessagesRequest request = readForCounting(body);
    if (request.maxTokens() == null) {
      throw ApiException.invalid("max_tokens", "is required");
    }
    return request;
  }

  /** The same for a request whose tokens are to be counted, which needs no {@code max_tokens}. */
  public static MessagesRequest readForCounting(byte[] body) {
    try {
      MessagesRequest request = new RequestReader(body).request(body);
      // What is kept raw was not decoded, and may be later.
      int malformed = Unicode.malformed(body);
      if (malformed >= 0) {
        throw ApiError.invalid("the request body is not UTF-8 at byte " + malformed).toException();
      }
      return request;
    } catch (StreamConstraintsException e) {
      throw notJson(
          "the request body is nested too deeply, or a string, name or number in it is too long",
          e);
    } catch (JacksonException e) {
      String where =
          "line %d, column %d"
              .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      throw notJson("the request body is not valid JSON at " + where, e);
    }
  }

  private static ApiException notJson(String message, JacksonException cause) {
    return new ApiException(ApiError.invalid(message), cause);
  }

  private MessagesRequest request(byte[] body) {
    if (body.length == 0) {
      throw ApiError.invalid("the request body is empty").toException();
    }
    if (!in.is(JsonToken.START_OBJECT)) {
      throw ApiError.invalid("the request body must be a JSON object").toException();
    }
    for (String name = in.first(); name != null; name = in.next()) {
      if (!in.isNull()) {
        field(name);
      }
    }
    in.end();
    return new MessagesRequest(
        in.required("model", model),
        maxTokens,
        system,
        in.required("messages", messages),
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
        in.unknown(),
        List.of(),
        new RawJson(body, 0, body.length));
  }

  private void field(String name) {
    switch (name) {
      case "model" -> model = nonEmpty(in.text());
      case "max_tokens" -> maxTokens = positive(in.integer());
      case "system" -> system = system();
      case "messages" -> messages = messages();
      case "tools" -> tools = in.array(new ToolReader(in, blocks)::tool);
      case "tool_choice" -> toolChoice = new ToolReader(in, blocks).choice();
      case "thinking" -> thinking = thinking();
      case "output_config" -> outputConfig();
      case "output_format" -> outputFormat = outputFormat();
      case "stop_sequences" -> stopSequences = in.array(in::text);
      case "temperature" -> temperature = in.number();
      case "top_p" -> topP = in.number();
      case "top_k" -> topK = in.integer();
      case "metadata" -> metadata();
      case "service_tier" -> serviceTier = in.text();
      case "context_management" -> contextManagement = in.rawObject();
      case "stream" -> stream = in.flag();
      default -> in.keepUnknown();
    }
  }

  private List<ContentBlock.Text> system() {
    List<ContentBlock.Text> texts = new ArrayList<>();
    for (ContentBlock block : blocks.content()) {
      if (!(block instanceof ContentBlock.Text text)) {
        throw in.fault("only text blocks may stand here, not " + block.type());
      }
      texts.add(text);
    }
    return texts;
  }

  private List<Message> messages() {
    List<Message> all = in.array(this::message);
    if (all.isEmpty()) {
      throw in.fault("at least one message is required");
    }
    return all;
  }

  private Message message() {
    Message.Role role = null;
    List<ContentBlock> content = null;
    for (String name = in.first(); name != null; name = in.next()) {
      switch (name) {
        case "role" -> role = role(in.text());
        case "content" -> content = blocks.content();
        default -> in.keepUnknown();
      }
    }
    Message message = new Message(in.required("role", role), in.required("content", content));
    for (int i = 0; i < message.content().size(); i++) {
      if (!allowed(message.role(), message.content().get(i))) {
        String type = message.content().get(i).type();
        throw in.fault("content." + i, type + " may not stand in a message of this role");
      }
    }
    return message;
  }

  private static boolean allowed(Message.Role role, ContentBlock block) {
    return switch (block) {
      case ContentBlock.ToolUse use -> role == Message.Role.ASSISTANT;
      case ContentBlock.Thinking thinking -> role == Message.Role.ASSISTANT;
      case ContentBlock.RedactedThinking thinking -> role == Message.Role.ASSISTANT;
      case ContentBlock.ToolResult result -> role == Message.Role.USER;
      default -> true;
    };
  }

  private Message.Role role(String role) {
    return switch (role) {
      case "user" -> Message.Role.USER;
      case "assistant" -> Message.Role.ASSISTANT;
      case "system" -> Message.Role.SYSTEM;
      default -> throw in.fault("must be user, assistant or system");
    };
  }

  private ThinkingConfig thinking() {
    String type = null;
    Integer budget = null;
    for (String name = in.first(); name != null; name = in.next()) {
      switch (name) {
        case "type" -> type = in.text();
        case "budget_tokens" -> budget = positive(in.integer());
        default -> in.keepUnknown();
      }
    }
    return switch (in.required("type", type)) {
      case "enabled" -> new ThinkingConfig.Enabled(in.required("budget_tokens", budget));
      case "adaptive" -> new ThinkingConfig.Adaptive();
      case "disabled" -> new ThinkingConfig.Disabled();
      default -> throw in.fault("type", "must be enabled, adaptive or disabled");
    };
  }

  private void outputConfig() {
    for (String name = in.first(); name != null; name = in.next()) {
      switch (name) {
        case "effort" -> effort = in.isNull() ? null : in.text();
        case "format" -> outputFormat = in.isNull() ? null : outputFormat();
        default -> in.keepUnknown();
      }
    }
  }

  private OutputFormat outputFormat() {
    String type = null;
    RawJson schema = null;
    for (String name = in.first(); name != null; name = in.next()) {
      switch (name) {
        case "type" -> type = in.text();
        case "schema" -> schema = in.rawObject();
        default -> in.keepUnknown();
      }
    }
    if (!in.required("type", type).equals("json_schema")) {
      throw in.fault("type", "must be json_schema");
    }
    return new OutputFormat(in.required("schema", schema));
  }

  private void metadata() {
    for (String name = in.first(); name != null; name = in.next()) {
      if (name.equals("user_id")) {
        userId = in.isNull() ? null : in.text();
      } else {
        in.keepUnknown();
      }
    }
  }

  private String nonEmpty(String text) {
    if (text.isEmpty()) {
      throw in.fault("must not be empty");
    }
    return text;
  }

  private int positive(int number) {
    if (number < 1) {
      throw in.fault("must be at least 1");
    }
    return number;
  }
}
