package dev.dragoman.provider;

import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.ToolChoice;
import dev.dragoman.messages.UnknownField;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fields that are taken out of a request, by their names in this API. */
final class DroppedFields {
  private final Set<String> names;
  private final @Nullable Notes notes;

  /** These, without a word. */
  DroppedFields(Set<String> names) {
    this.names = names;
    this.notes = null;
  }

  /** Those that LiteLLM or this API names so, each that is there noted. */
  DroppedFields(Collection<String> names, Notes notes) {
    this.names = new HashSet<>();
    this.notes = notes;
    for (String name : names) {
      this.names.addAll(ours(name));
    }
  }

  private static List<String> ours(String name) {
    return switch (name) {
      case "stop" -> List.of("stop_sequences");
      case "max_completion_tokens" -> List.of("max_tokens");
      case "reasoning_effort" -> List.of("output_config.effort", "thinking");
      case "response_format" -> List.of("output_config.format", "output_format");
      case "output_config" -> List.of("output_config.effort", "output_config.format");
      case "user", "metadata" -> List.of("metadata");
      case "functions", "tools" -> List.of("tools", "tool_choice");
      case "function_call" -> List.of("tool_choice");
      default -> List.of(name);
    };
  }

  /** The request without them; the same one if it has none. */
  MessagesRequest from(MessagesRequest request) {
    if (names.isEmpty()) {
      return request;
    }
    Set<String> gone = new HashSet<>();
    boolean format = request.outputFormat() != null;
    boolean noFormat = names.contains("output_config.format") || names.contains("output_format");
    if (noFormat && format) {
      gone.add("output_config.format");
      gone.add("output_format");
    }
    add("max_tokens", request.maxTokens() != null, gone);
    add("tools", !request.tools().isEmpty(), gone);
    add("tool_choice", request.toolChoice() != null, gone);
    add("thinking", request.thinking() != null, gone);
    add("output_config.effort", request.effort() != null, gone);
    add("stop_sequences", !request.stopSequences().isEmpty(), gone);
    add("temperature", request.temperature() != null, gone);
    add("top_p", request.topP() != null, gone);
    add("top_k", request.topK() != null, gone);
    add("metadata", request.userId() != null, gone);
    add("service_tier", request.serviceTier() != null, gone);
    add("context_management", request.contextManagement() != null, gone);
    List<UnknownField> unknown = new ArrayList<>();
    for (UnknownField field : request.unknown()) {
      add(field.path(), true, gone);
      if (!gone.contains(field.path())) {
        unknown.add(field);
      }
    }
    boolean parallel = names.contains("parallel_tool_calls") && oneAtATime(request);
    if (gone.isEmpty() && !parallel) {
      return request;
    }
    if (notes != null) {
      gone.stream()
          .filter(name -> !name.equals("output_format"))
          .sorted()
          .forEach(name -> notes.add(name, "left out, as additional_drop_params says"));
      if (parallel) {
        notes.add(
            "tool_choice.disable_parallel_tool_use", "left out, as additional_drop_params says");
      }
    }
    return RequestEdits.without(request, gone, unknown, parallel);
  }

  private static boolean oneAtATime(MessagesRequest request) {
    ToolChoice choice = request.toolChoice();
    return choice != null && choice.disableParallel();
  }

  private void add(String name, boolean there, Set<String> gone) {
    if (there && names.contains(name)) {
      gone.add(name);
    }
  }
}
