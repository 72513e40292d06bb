package dev.dragoman.provider.converse;

import dev.dragoman.json.RawJson;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.ThinkingConfig;
import dev.dragoman.messages.ToolChoice;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.LastTurn;
import dev.dragoman.provider.Provenance;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes {@code additionalModelRequestFields}: what Converse has no field for is said in each
 * model's own words, and a word that a model does not know is refused.
 */
final class ConverseFields {
  /** Budgets up to these many tokens are low and medium effort; larger ones are high. */
  private static final int LOW = 4_096;

  private static final int MEDIUM = 16_384;

  /** From this version on, Claude thinks as it sees fit and takes an effort. */
  private static final int ADAPTIVE_CLAUDE = 406;

  private final Encoding encoding;
  private final MessagesRequest request;
  private final ConverseModel model;
  private final Provenance provenance;
  private final Map<String, RawJson> fields = new LinkedHashMap<>();

  ConverseFields(Encoding encoding, ConverseModel model, Provenance provenance) {
    this.encoding = encoding;
    this.request = encoding.request();
    this.model = model;
    this.provenance = provenance;
  }

  void write(boolean withTools, JsonGenerator out) {
    thinking();
    topK();
    if (withTools) {
      choice();
    }
    if (fields.isEmpty()) {
      return;
    }
    out.writeObjectPropertyStart("additionalModelRequestFields");
    fields.forEach((name, value) -> {
      out.writeName(name);
      value.writeTo(out);
    });
    out.writeEndObject();
  }

  /**
   * Whether the choice among tools is said here, because Converse has no word for it.
   *
   * @see <a
   *     href="https://docs.anthropic.com/en/docs/agents-and-tools/tool-use/overview">tool_choice of
   *     the Messages API; Bedrock refuses it beside {@code toolConfig.toolChoice}</a>
   */
  static boolean saysChoice(@Nullable ToolChoice choice, ConverseModel model) {
    return choice != null
        && model.isClaude()
        && (choice.disableParallel() || choice.mode() == ToolChoice.Mode.NONE);
  }

  private void choice() {
    ToolChoice choice = request.toolChoice();
    if (choice == null || !saysChoice(choice, model)) {
      return;
    }
    String mode =
        switch (choice.mode()) {
          case AUTO -> "{\"type\":\"auto\"";
          case ANY -> "{\"type\":\"any\"";
          case NONE -> "{\"type\":\"none\"";
          case TOOL -> "{\"type\":\"tool\",\"name\":\"" + ConverseTools.chosen(choice) + "\"";
        };
    boolean one = choice.disableParallel() && choice.mode() != ToolChoice.Mode.NONE;
    put("tool_choice", mode + (one ? ",\"disable_parallel_tool_use\":true}" : "}"));
  }

  private void topK() {
    if (request.topK() == null) {
      return;
    }
    if (model.isClaude()) {
      put("top_k", request.topK().toString());
    } else if (model.nova()) {
      put("inferenceConfig", "{\"topK\":" + request.topK() + "}");
    } else {
      encoding.leaveOut("top_k");
    }
  }

  /**
   * @see <a href="https://docs.aws.amazon.com/nova/latest/nova2-userguide/extended-thinking.html">
   *     Nova 2: reasoningConfig</a>
   * @see <a href="https://github.com/anomalyco/opencode/pull/48195">gpt-oss takes {@code
   *     reasoning_effort}, later models of OpenAI's {@code reasoning.effort}</a>
   */
  private void thinking() {
    if (request.thinking() == null && request.effort() == null) {
      return;
    }
    switch (model.maker()) {
      case "anthropic" -> claude();
      case "amazon" -> nova();
      case "openai" -> openAi();
      case "xai" -> effort("reasoning", levels("low", "low", "medium", "high", "xhigh", "xhigh"));
      case "qwen" -> {
        if (model.name().startsWith("qwen3-coder")) {
          cannotBeTold();
        } else {
          onlyHigh("reasoning_config");
        }
      }
      case "zai" -> {
        if (model.name().startsWith("glm-5.3")) {
          flat("reasoning_effort", levels("low", "low", "medium", "high", "xhigh", "max"));
        } else {
          onlyHigh("reasoning_effort");
        }
      }
      case "deepseek" -> {
        // R1 always thinks, and refuses to be told; V3.1 and later think when told to.
        if (model.name().startsWith("v3")) {
          onlyHigh("reasoning_effort");
        } else {
          cannotBeTold();
        }
      }
      default -> cannotBeTold();
    }
  }

  private void claude() {
    boolean adaptive = model.claude() >= ADAPTIVE_CLAUDE;
    switch (request.thinking()) {
      case null -> {}
      case ThinkingConfig.Enabled enabled when isUnthought() -> {
        encoding.notes().add("thinking", "off for a turn that another model began without it");
        put("thinking", "{\"type\":\"disabled\"}");
      }
      case ThinkingConfig.Enabled enabled ->
          put(
              "thinking",
              "{\"type\":\"enabled\",\"budget_tokens\":" + encoding.budget(enabled) + "}");
      case ThinkingConfig.Disabled disabled -> put("thinking", "{\"type\":\"disabled\"}");
      case ThinkingConfig.Adaptive any when adaptive -> put("thinking", "{\"type\":\"adaptive\"}");
      case ThinkingConfig.Adaptive any ->
          encoding.notes().add("thinking", "the model takes a budget only, left out");
    }
    String effort = asked();
    if (effort != null && adaptive) {
      put("output_config", "{\"effort\":\"" + effort + "\"}");
    } else if (effort != null) {
      encoding.notes().add("output_config.effort", "the model takes a budget only, left out");
    }
  }

  private boolean isUnthought() {
    return LastTurn.isUnthought(
        request, signature -> ConverseHistory.own(signature, model, provenance) != null);
  }

  /** The highest effort takes no cap on output tokens, so it is not asked for. */
  private void nova() {
    if (!model.name().startsWith("nova-2")) {
      cannotBeTold();
      return;
    }
    if (request.thinking() instanceof ThinkingConfig.Disabled || isEffortAlone()) {
      return;
    }
    String effort = "low".equals(level()) ? "low" : "medium";
    put("reasoningConfig", "{\"type\":\"enabled\",\"maxReasoningEffort\":\"" + effort + "\"}");
    encoding.notes().add("thinking", "as maxReasoningEffort " + effort);
  }

  private void openAi() {
    if (model.gptOss()) {
      flat("reasoning_effort", levels("low", "low", "medium", "high", "high", "high"));
    } else {
      // Some of these models cannot do without, and refuse "none".
      effort("reasoning", levels("low", "low", "medium", "high", "xhigh", "xhigh"));
    }
  }

  /** Models that think at this level only; the lower ones are taken, but do nothing. */
  private void onlyHigh(String field) {
    if (!isEffortAlone()) {
      flat(field, request.thinking() instanceof ThinkingConfig.Disabled ? "none" : "high");
    }
  }

  /** Whether an effort is asked for and no thinking, of a model that thinks only when asked to. */
  private boolean isEffortAlone() {
    if (request.thinking() == null) {
      encoding.notes().add("output_config.effort", "the model thinks only when asked to, left out");
    }
    return request.thinking() == null;
  }

  private void flat(String field, @Nullable String effort) {
    if (effort != null) {
      put(field, '"' + effort + '"');
      encoding.notes().add("thinking", "as " + field + " " + effort);
    }
  }

  private void effort(String field, @Nullable String effort) {
    if (effort != null) {
      put(field, "{\"effort\":\"" + effort + "\"}");
      encoding.notes().add("thinking", "as " + field + ".effort " + effort);
    }
  }

  private void cannotBeTold() {
    if (!(request.thinking() instanceof ThinkingConfig.Disabled)) {
      encoding.notes().add("thinking", "the model cannot be told how long to think, left out");
    }
  }

  /** The model's word for what is asked: for not at all, low, medium ...; null to leave it be. */
  private @Nullable String levels(
      String none, String low, String medium, String high, String xhigh, String max) {
    return switch (level()) {
      case "none" -> none;
      case "low" -> low;
      case "medium" -> medium;
      case "high" -> high;
      case "xhigh" -> xhigh;
      case "max" -> max;
      default -> null;
    };
  }

  private String level() {
    if (request.thinking() instanceof ThinkingConfig.Disabled) {
      return "none";
    }
    String effort = asked();
    if (effort == null && request.thinking() instanceof ThinkingConfig.Enabled enabled) {
      int budget = enabled.budgetTokens();
      return budget <= LOW ? "low" : budget <= MEDIUM ? "medium" : "high";
    }
    return effort == null ? "" : effort;
  }

  /** The effort that is asked for, if it is one of those that the Messages API has. */
  private @Nullable String asked() {
    return switch (request.effort()) {
      case null -> null;
      case "low", "medium", "high", "xhigh", "max" -> request.effort();
      default -> {
        encoding.notes().add("output_config.effort", "not known, left out");
        yield null;
      }
    };
  }

  private void put(String name, String json) {
    fields.put(name, RawJson.of(json));
  }
}
