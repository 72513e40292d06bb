package dev.dragoman.provider.converse;

import static dev.dragoman.provider.converse.ConverseModel.Feature.*;

import dev.dragoman.provider.Bedrock;
import dev.dragoman.provider.Claude;
import dev.dragoman.provider.Deployment;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model takes of the Converse API: one API has them all, but each maker's models refuse
 * other parts of it.
 *
 * @param maker as it stands in the model's id; empty if that does not say
 * @param name the id without where it runs and who made it
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference-supported-models-features.html">
 *     Supported models and features</a>
 */
record ConverseModel(String maker, String name, Set<Feature> features) {
  /** What some models take and others refuse. */
  enum Feature {
    /** Marks of a cached prefix in system and messages. */
    CACHE_POINTS,
    /** Such marks behind tools. */
    CACHED_TOOLS,
    /** Prefixes that are kept for an hour. */
    HOUR_CACHE,
    /** {@code toolChoice.any}. */
    ANY_TOOL,
    /** {@code toolChoice.tool}. */
    ONE_TOOL,
    /** {@code toolResult.status}. */
    STATUS,
    /** Text and calls, or text and results, in one message. */
    MIXED_TURNS,
    /** Answers that are streamed although there are tools. */
    STREAMED_TOOLS,
    /** Images in a tool's result. */
    IMAGES_IN_RESULTS,
    /** PDFs in a tool's result. */
    PDF_IN_RESULTS,
    /** Its earlier thinking, signed or sealed. */
    THINKING_BACK,
    /** Temperature and the like. */
    SAMPLING,
    /** Schemas for answers and strict tools, enforced. */
    SCHEMAS,
    /** JSON Schema words beside type, properties and required on top of a tool's input. */
    WORDS_ON_TOP
  }

  /** The maker and the name in an id or an ARN: {@code us.meta.llama4-scout-17b-instruct-v1:0}. */
  private static final Pattern ID =
      Pattern.compile(
          "(?:^|[./\\s])(ai21|amazon|anthropic|cohere|deepseek|google|meta|minimax|mistral|moonshot|"
              + "moonshotai|nvidia|openai|qwen|writer|xai|zai)\\.([a-z0-9][^/\\s]*)");

  private static final Pattern SCHEMA_MODELS =
      Pattern.compile(
          "(magistral-small|ministral-3|mistral-large-3|voxtral|qwen3|gemma-3-(12|27)b|glm|kimi|"
              + "minimax-m2|nemotron-nano|v3).*");

  /** The model; of one whose maker is not known only what nearly all take is expected. */
  static ConverseModel of(Deployment target) {
    Matcher id = ID.matcher(Bedrock.modelId(target) + " " + target.baseModel());
    if (!id.find()) {
      return new ConverseModel("", "", Set.of(STREAMED_TOOLS, MIXED_TURNS, SAMPLING, WORDS_ON_TOP));
    }
    ConverseModel plain = new ConverseModel(id.group(1), id.group(2), Set.of());
    return new ConverseModel(plain.maker, plain.name, Set.copyOf(plain.known()));
  }

  /**
   * From the page above, the pages of the makers, and what others have seen refused.
   *
   * @see <a href="https://github.com/pydantic/pydantic-ai/pull/6098">What may share a turn with a
   *     result, asked of each model</a>
   * @see <a href="https://github.com/earendil-works/pi/issues/3739">"This model doesn't support
   *     tool use in streaming mode"</a>
   * @see <a href="https://github.com/langchain-ai/langchain-aws/pull/1118">"Conversation blocks and
   *     tool use blocks cannot be provided in the same turn"</a>
   */
  private Set<Feature> known() {
    Set<Feature> all = EnumSet.of(STREAMED_TOOLS, MIXED_TURNS, SAMPLING, WORDS_ON_TOP);
    switch (maker) {
      case "anthropic" -> {
        all.addAll(Set.of(CACHE_POINTS, CACHED_TOOLS, ANY_TOOL, ONE_TOOL, STATUS));
        all.addAll(Set.of(IMAGES_IN_RESULTS, PDF_IN_RESULTS, THINKING_BACK));
        if (claude() >= 405) {
          all.addAll(Set.of(HOUR_CACHE, SCHEMAS));
        }
      }
      case "amazon" -> {
        if (nova()) {
          all.addAll(Set.of(CACHE_POINTS, ANY_TOOL, ONE_TOOL, STATUS, IMAGES_IN_RESULTS));
          all.remove(WORDS_ON_TOP);
        }
      }
      case "meta" -> {
        all.addAll(Set.of(IMAGES_IN_RESULTS, PDF_IN_RESULTS));
        all.removeAll(Set.of(MIXED_TURNS, STREAMED_TOOLS));
      }
      case "mistral" -> {
        all.addAll(Set.of(ANY_TOOL, PDF_IN_RESULTS));
        all.removeAll(Set.of(MIXED_TURNS, STREAMED_TOOLS));
      }
      case "writer" -> all.removeAll(Set.of(MIXED_TURNS, STREAMED_TOOLS));
      case "deepseek" -> {
        if (!name.startsWith("v")) {
          all.remove(STREAMED_TOOLS);
        }
      }
      case "moonshot", "moonshotai", "zai" -> all.addAll(Set.of(ANY_TOOL, ONE_TOOL));
      case "xai" -> {
        all.addAll(Set.of(ANY_TOOL, ONE_TOOL));
        all.remove(SAMPLING);
      }
      case "openai" -> {
        if (!gptOss()) {
          all.add(THINKING_BACK);
          all.remove(SAMPLING);
        }
      }
      default -> {}
    }
    if (!maker.equals("anthropic") && SCHEMA_MODELS.matcher(name).matches()) {
      all.add(SCHEMAS);
    }
    return all;
  }

  boolean has(Feature feature) {
    return features.contains(feature);
  }

  boolean isClaude() {
    return maker.equals("anthropic");
  }

  boolean nova() {
    return maker.equals("amazon") && name.startsWith("nova");
  }

  boolean gptOss() {
    return maker.equals("openai") && name.startsWith("gpt-oss");
  }

  /** Claude's version times 100: 406 for 4.6; 0 for others. */
  int claude() {
    return isClaude() ? Claude.version(name) : 0;
  }
}
