package dev.dragoman.provider.chat;

import dev.dragoman.provider.Azure;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.OpenAi;
import dev.dragoman.provider.ProviderLine;
import dev.dragoman.provider.Sha256;
import dev.dragoman.provider.ToolNames;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How one provider's Chat Completions differ from others', as data: a line of the table of
 * providers in this dialect's terms.
 *
 * @param line the provider's line
 * @param tokenLimit the field that limits output tokens
 * @param effort how the depth of thinking is asked for
 * @param search how it searches the web itself
 * @param features what it can beyond the plain form
 */
record Dialect(
    ProviderLine line, TokenLimit tokenLimit, Effort effort, Search search, Set<Feature> features) {
  private static final ConcurrentMap<String, Dialect> MADE = new ConcurrentHashMap<>();

  /** {@code openai/} at another address than OpenAI's own. */
  private static final String COMPATIBLE = "custom_openai";

  /** A model of another maker's at Azure, of which no more than the plain form is known. */
  private static final String PLAIN = "openai_like";

  /** Mistral's models anywhere refuse what Mistral's own API does. */
  private static final String MISTRAL = "codestral";

  private static final Pattern MISTRALS = Pattern.compile("(?i)(mistral|ministral|codestral).*");

  private static final Pattern ALPHANUMERIC = Pattern.compile("[A-Za-z0-9]*");

  Dialect {
    features = Set.copyOf(features);
  }

  /** The dialect of {@code target}. */
  static Dialect of(Deployment target) {
    return MADE.computeIfAbsent(
        line(target),
        name -> {
          ProviderLine line = ProviderLine.find(name);
          if (line == null) {
            throw new IllegalArgumentException("not a provider of chat completions");
          }
          return of(line);
        });
  }

  private static String line(Deployment target) {
    return switch (target.provider()) {
      case "openai" -> OpenAi.has(target) ? target.provider() : COMPATIBLE;
      case "azure_ai" -> {
        if (Azure.hasOpenAiModel(target)) {
          yield target.provider();
        }
        yield MISTRALS.matcher(target.baseModel()).matches() ? MISTRAL : PLAIN;
      }
      default -> target.provider();
    };
  }

  /** The dialect of a line. */
  static Dialect of(ProviderLine line) {
    return new Dialect(
        line,
        TokenLimit.valueOf(line.limit().toUpperCase(Locale.ROOT)),
        Effort.of(line.effort()),
        line.search() == null
            ? Search.NONE
            : Search.valueOf(line.search().toUpperCase(Locale.ROOT)),
        line.features().stream().map(Feature::of).collect(Collectors.toSet()));
  }

  boolean has(Feature feature) {
    return features.contains(feature);
  }

  /** The field in which earlier thinking is given back; null where it is not. */
  @Nullable String reasoningHistory() {
    return line.reasoning();
  }

  /** A tool call's id as the provider takes it. */
  String callId(String id) {
    int length = line.idLength();
    if (!has(Feature.ALPHANUMERIC_IDS)) {
      return ToolNames.id(id, length);
    }
    return id.length() == length && ALPHANUMERIC.matcher(id).matches()
        ? id
        : Sha256.hex(id).substring(0, length);
  }

  /** The field that limits output tokens. */
  enum TokenLimit {
    MAX_TOKENS,
    MAX_COMPLETION_TOKENS;

    String field() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** How the depth of thinking is asked for. */
  enum Effort {
    /** It cannot be. */
    NONE(null),
    /** {@code reasoning_effort: low | medium | high}. */
    REASONING_EFFORT("reasoning_effort"),
    /** {@code reasoning: {effort | max_tokens | enabled}}. */
    REASONING_OBJECT("reasoning"),
    /** {@code thinking: {type: enabled | disabled}}. */
    THINKING_SWITCH("thinking"),
    /** The switch, and {@code reasoning_effort}. */
    THINKING_OBJECT("thinking+effort");

    private final @Nullable String word;

    Effort(@Nullable String word) {
      this.word = word;
    }

    static Effort of(@Nullable String word) {
      for (Effort effort : values()) {
        if (Objects.equals(effort.word, word)) {
          return effort;
        }
      }
      throw new IllegalArgumentException("no form of effort: " + word);
    }
  }

  /** How a provider searches the web itself. */
  enum Search {
    /** It does not. */
    NONE,
    /** Not by Chat Completions, but by the Responses API at the same address. */
    RESPONSES,
    /** Its models made for search, told by {@code web_search_options}. */
    OPENAI,
    /** A tool {@code openrouter:web_search}, with any model. */
    OPENROUTER,
    /** All its models always do. */
    PERPLEXITY,
    /** Its compound systems always do; GPT-OSS by a tool {@code browser_search}. */
    GROQ,
    /** {@code enable_search}. */
    DASHSCOPE
  }

  /** What a provider can, or wants, beyond the plain form. */
  enum Feature {
    /** A user message may hold a PDF as a {@code file} part. */
    PDF,
    /** {@code response_format} takes a schema; elsewhere it is told in words. */
    JSON_SCHEMA,
    /** A system message may stand among the others; elsewhere it becomes a user message. */
    SYSTEM_ANYWHERE,
    /** {@code parallel_tool_calls}. */
    PARALLEL_TOOL_CALLS,
    /** {@code top_k}. */
    TOP_K,
    /** {@code prompt_cache_key}. */
    PROMPT_CACHE_KEY,
    /** A tool's schema must be an object with properties and without alternatives at its top. */
    PLAIN_SCHEMAS,
    /** Models that reason are OpenAI's, and know only its newest fields. */
    STRICT_REASONING,
    /** Models that reason take neither temperature nor top_p. */
    FIXED_SAMPLING,
    /** Usage comes in a stream without being asked for; {@code stream_options} may be refused. */
    USAGE_UNASKED,
    /** A tool call's id is letters and digits, exactly as many as it can have. */
    ALPHANUMERIC_IDS,
    /**
     * A user message may not follow the results of calls: "Unexpected role 'user' after role
     * 'tool'".
     */
    ASSISTANT_AFTER_RESULTS,
    /** {@code reasoning_split} keeps thinking out of the text, in {@code reasoning_details}. */
    REASONING_SPLIT,
    /**
     * Where the model thinks, each message of its own must hold thinking: one without is refused,
     * so thinking of another model's is not just left out.
     */
    REASONING_EXPECTED,
    /** Models that reason take no {@code stop}. */
    REASONING_WITHOUT_STOP,
    /** Addresses are often told without their version: {@code /v1} is added. */
    VERSION_ADDED;

    static Feature of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }
}
