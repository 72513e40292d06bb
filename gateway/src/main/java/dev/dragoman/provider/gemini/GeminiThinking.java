package dev.dragoman.provider.gemini;

import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.ThinkingConfig;
import dev.dragoman.provider.Encoding;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes how long the model is to think: Gemini 2.5 takes a budget, those after it a level.
 *
 * @see <a href="https://ai.google.dev/gemini-api/docs/thinking">Gemini thinking: 2.5 Pro takes 128
 *     to 32768 tokens, 2.5 Flash 0 to 24576, 2.5 Flash-Lite 0 or 512 to 24576</a>
 */
final class GeminiThinking {
  /** Budgets up to these many tokens are low and medium levels; larger ones are high. */
  private static final int LOW = 4_096;

  private static final int MEDIUM = 16_384;

  private final Encoding encoding;
  private final MessagesRequest request;
  private final GeminiModel model;

  GeminiThinking(Encoding encoding, GeminiModel model) {
    this.encoding = encoding;
    this.request = encoding.request();
    this.model = model;
  }

  void write(JsonGenerator out) {
    if (request.thinking() == null && request.effort() == null) {
      return;
    }
    if (model.isThird()) {
      level(out);
    } else if (model.takesBudget()) {
      budget(out);
    } else if (!(request.thinking() instanceof ThinkingConfig.Disabled)) {
      encoding.notes().add("thinking", "the model does not think, left out");
    }
  }

  private void budget(JsonGenerator out) {
    if (request.effort() != null) {
      encoding.notes().add("output_config.effort", "the model takes a budget only, left out");
    }
    if (request.thinking() == null) {
      return;
    }
    boolean off = request.thinking() instanceof ThinkingConfig.Disabled;
    if (off && model.pro()) {
      encoding.notes().add("thinking", "the model cannot do without, left out");
      return;
    }
    int budget =
        switch (request.thinking()) {
          case ThinkingConfig.Enabled enabled -> clamped(enabled.budgetTokens());
          case ThinkingConfig.Adaptive adaptive -> -1;
          case ThinkingConfig.Disabled disabled -> 0;
        };
    out.writeObjectPropertyStart("thinkingConfig");
    out.writeNumberProperty("thinkingBudget", budget);
    out.writeBooleanProperty("includeThoughts", !off);
    out.writeEndObject();
  }

  private int clamped(int budget) {
    int taken = Math.clamp(budget, model.minBudget(), model.maxBudget());
    if (taken != budget) {
      encoding.notes().add("thinking.budget_tokens", "clamped to the model's " + taken);
    }
    return taken;
  }

  private void level(JsonGenerator out) {
    boolean off = request.thinking() instanceof ThinkingConfig.Disabled;
    String level = off ? least() : level();
    out.writeObjectPropertyStart("thinkingConfig");
    if (level != null) {
      out.writeStringProperty("thinkingLevel", level);
      encoding.notes().add("thinking", "as thinkingLevel " + level);
    }
    out.writeBooleanProperty("includeThoughts", !off && request.thinking() != null);
    out.writeEndObject();
  }

  /** No model of the third generation can be told not to think at all. */
  private String least() {
    return model.takesMinimal() ? "MINIMAL" : "LOW";
  }

  /** The level that is asked for; null to leave it to the model. */
  private @Nullable String level() {
    String effort = request.effort();
    if (effort == null) {
      return request.thinking() instanceof ThinkingConfig.Enabled enabled
          ? ofBudget(enabled.budgetTokens())
          : null;
    }
    return switch (effort) {
      case "low" -> "LOW";
      case "medium" -> medium();
      case "high" -> "HIGH";
      case "xhigh", "max" -> highest();
      default -> {
        encoding.notes().add("output_config.effort", "not known, left out");
        yield null;
      }
    };
  }

  private String ofBudget(int tokens) {
    if (tokens <= LOW) {
      return "LOW";
    }
    return tokens <= MEDIUM ? medium() : "HIGH";
  }

  private String medium() {
    return model.takesMedium() ? "MEDIUM" : "HIGH";
  }

  /** google-genai has XHIGH since 3.x; the catalogue knows which models take it. */
  private String highest() {
    return encoding.facts().takesEffort("xhigh") ? "XHIGH" : "HIGH";
  }
}
