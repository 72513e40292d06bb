package dev.dragoman.provider.responses;

import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.ThinkingConfig;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.ModelFacts;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes how long the model is to think, and that it is to tell of it. */
final class ResponsesEffort {
  /** Budgets up to these many tokens are low and medium effort; larger ones are high. */
  private static final int LOW = 4_096;

  private static final int MEDIUM = 16_384;

  private final Encoding encoding;
  private final MessagesRequest request;
  private final ModelFacts facts;

  ResponsesEffort(Encoding encoding) {
    this.encoding = encoding;
    this.request = encoding.request();
    this.facts = encoding.facts();
  }

  void write(JsonGenerator out) {
    ThinkingConfig thinking = request.thinking();
    if (thinking == null && request.effort() == null) {
      return;
    }
    boolean off = thinking instanceof ThinkingConfig.Disabled;
    if (!facts.reasons()) {
      if (!off) {
        encoding.notes().add("thinking", "the model cannot be told how long to think, left out");
      }
      return;
    }
    String effort = off ? least() : effort(thinking);
    boolean told = thinking != null && !off;
    if (effort == null && !told) {
      return;
    }
    out.writeObjectPropertyStart("reasoning");
    if (effort != null) {
      out.writeStringProperty("effort", effort);
      encoding.notes().add("thinking", "as reasoning effort " + effort);
    }
    if (told) {
      out.writeStringProperty("summary", "auto");
    }
    out.writeEndObject();
  }

  private String least() {
    if (facts.takesEffort("none")) {
      return "none";
    }
    return facts.takesEffort("minimal") ? "minimal" : "low";
  }

  /** The effort in OpenAI's words; null to leave it to the model. */
  private @Nullable String effort(@Nullable ThinkingConfig thinking) {
    String effort = request.effort();
    if (effort == null) {
      return thinking instanceof ThinkingConfig.Enabled enabled
          ? ofBudget(enabled.budgetTokens())
          : null;
    }
    return switch (effort) {
      case "low", "medium", "high" -> effort;
      case "xhigh", "max" -> facts.takesEffort("xhigh") ? "xhigh" : "high";
      default -> {
        encoding.notes().add("output_config.effort", "not known, left out");
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
}
