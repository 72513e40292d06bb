package dev.dragoman.provider.chat;

import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.ThinkingConfig;
import dev.dragoman.provider.ModelFacts;
import dev.dragoman.provider.Notes;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes how long the model is to think, as far as it can be told. */
final class ChatEffort {
  /** Budgets up to these many tokens are low and medium effort; larger ones are high. */
  private static final int LOW = 4_096;

  private static final int MEDIUM = 16_384;

  private final MessagesRequest request;
  private final Dialect dialect;
  private final ModelFacts facts;
  private final Notes notes;

  ChatEffort(MessagesRequest request, Dialect dialect, ModelFacts facts, Notes notes) {
    this.request = request;
    this.dialect = dialect;
    this.facts = facts;
    this.notes = notes;
  }

  void write(JsonGenerator out) {
    ThinkingConfig thinking = request.thinking();
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
        notes.add("thinking.budget_tokens", "not supported by " + dialect.name() + ", left out");
      }
    }
    if (request.effort() != null) {
      notes.add("output_config.effort", "not supported by " + dialect.name() + ", left out");
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
