package dev.dragoman.provider.chat;

import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.ThinkingConfig;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.ModelFacts;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.chat.Dialect.Feature;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes how long the model is to think, as far as it can be told. */
final class ChatEffort {
  /** Budgets up to these many tokens are low and medium effort; larger ones are high. */
  private static final int LOW = 4_096;

  private static final int MEDIUM = 16_384;

  /**
   * Models that take function tools by Chat Completions only while they do not think: "To use
   * function tools, use /v1/responses or set reasoning_effort to 'none'".
   */
  private static final Pattern TOOLS_OR_THINKING = Pattern.compile("gpt-5\\.([4-9]|\\d\\d).*");

  private final Encoding encoding;
  private final MessagesRequest request;
  private final String model;
  private final Dialect dialect;
  private final ModelFacts facts;
  private final Notes notes;

  ChatEffort(Encoding encoding, Dialect dialect) {
    this.encoding = encoding;
    this.request = encoding.request();
    this.model = encoding.target().upstreamModel();
    this.dialect = dialect;
    this.facts = encoding.facts();
    this.notes = encoding.notes();
  }

  void write(JsonGenerator out) {
    ThinkingConfig thinking = request.thinking();
    if (toolsOrThinking()) {
      out.writeStringProperty("reasoning_effort", "none");
      notes.add("thinking", model + " does not think where it has tools, left out");
      return;
    }
    if (thinking == null && request.effort() == null) {
      return;
    }
    switch (dialect.effort()) {
      case NONE -> cannotBeTold();
      case REASONING_EFFORT -> reasoningEffort(out);
      case REASONING_OBJECT -> reasoningObject(thinking, out);
      case THINKING_OBJECT -> thinkingObject(thinking, out);
    }
  }

  private boolean toolsOrThinking() {
    return dialect.has(Feature.STRICT_REASONING)
        && TOOLS_OR_THINKING.matcher(model).matches()
        && facts.takesEffort("none")
        && !request.tools().isEmpty();
  }

  private void reasoningEffort(JsonGenerator out) {
    if (!facts.reasons()) {
      cannotBeTold();
      return;
    }
    String effort = effort();
    if (effort != null) {
      out.writeStringProperty("reasoning_effort", effort);
      notes.add("thinking", "as reasoning_effort " + effort);
    }
  }

  private void reasoningObject(@Nullable ThinkingConfig thinking, JsonGenerator out) {
    out.writeObjectPropertyStart("reasoning");
    String effort = request.effort();
    if (thinking instanceof ThinkingConfig.Disabled) {
      out.writeBooleanProperty("enabled", false);
    } else if (thinking instanceof ThinkingConfig.Enabled enabled && effort == null) {
      out.writeNumberProperty("max_tokens", enabled.budgetTokens());
    } else if (effort != null) {
      out.writeStringProperty("effort", effort.equals("max") ? "xhigh" : effort);
    } else {
      out.writeBooleanProperty("enabled", true);
    }
    out.writeEndObject();
  }

  private void thinkingObject(@Nullable ThinkingConfig thinking, JsonGenerator out) {
    if (thinking instanceof ThinkingConfig.Enabled || thinking instanceof ThinkingConfig.Disabled) {
      boolean on = thinking instanceof ThinkingConfig.Enabled;
      out.writeObjectPropertyStart("thinking");
      out.writeStringProperty("type", on ? "enabled" : "disabled");
      out.writeEndObject();
      if (on) {
        encoding.leaveOut("thinking.budget_tokens");
      }
    }
    if (request.effort() != null && !(thinking instanceof ThinkingConfig.Disabled)) {
      String effort =
          switch (request.effort()) {
            case "low", "max" -> request.effort();
            default -> "high";
          };
      out.writeStringProperty("reasoning_effort", effort);
      notes.add("thinking", "as reasoning_effort " + effort);
    }
  }

  /** The effort in OpenAI's words; null to leave it to the model. */
  private @Nullable String effort() {
    if (request.thinking() instanceof ThinkingConfig.Disabled) {
      if (facts.takesEffort("none")) {
        return "none";
      }
      return facts.takesEffort("minimal") ? "minimal" : "low";
    }
    String effort = request.effort();
    if (effort == null) {
      return request.thinking() instanceof ThinkingConfig.Enabled enabled
          ? ofBudget(enabled.budgetTokens())
          : null;
    }
    return switch (effort) {
      case "low", "medium", "high" -> effort;
      case "xhigh", "max" -> facts.takesEffort("xhigh") ? "xhigh" : "high";
      default -> {
        notes.add("output_config.effort", "not known, left out");
        yield null;
      }
    };
  }

  private static String ofBudget(int tokens) {
    if (tokens <= LOW) {
      return "low";
    }
    return tokens <= MEDIUM ? "medium" : "high";
  }

  private void cannotBeTold() {
    if (!(request.thinking() instanceof ThinkingConfig.Disabled)) {
      notes.add("thinking", "the model cannot be told how long to think, left out");
    }
  }
}
