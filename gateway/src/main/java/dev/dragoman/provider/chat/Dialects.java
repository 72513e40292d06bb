package dev.dragoman.provider.chat;

import static dev.dragoman.provider.chat.Dialect.Effort.NONE;
import static dev.dragoman.provider.chat.Dialect.Effort.REASONING_EFFORT;
import static dev.dragoman.provider.chat.Dialect.Effort.REASONING_OBJECT;
import static dev.dragoman.provider.chat.Dialect.Effort.THINKING_OBJECT;
import static dev.dragoman.provider.chat.Dialect.Feature.JSON_SCHEMA;
import static dev.dragoman.provider.chat.Dialect.Feature.PARALLEL_TOOL_CALLS;
import static dev.dragoman.provider.chat.Dialect.Feature.PDF;
import static dev.dragoman.provider.chat.Dialect.Feature.PLAIN_SCHEMAS;
import static dev.dragoman.provider.chat.Dialect.Feature.PROMPT_CACHE_KEY;
import static dev.dragoman.provider.chat.Dialect.Feature.STRICT_REASONING;
import static dev.dragoman.provider.chat.Dialect.Feature.SYSTEM_ANYWHERE;
import static dev.dragoman.provider.chat.Dialect.Feature.TOP_K;
import static dev.dragoman.provider.chat.Dialect.TokenLimit.MAX_COMPLETION_TOKENS;
import static dev.dragoman.provider.chat.Dialect.TokenLimit.MAX_TOKENS;

import dev.dragoman.provider.Deployment;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The providers that speak Chat Completions, a record each. */
final class Dialects {
  /** platform.openai.com/docs/api-reference/chat: a tool call's id has at most 40 characters. */
  private static final Dialect OPENAI =
      new Dialect(
          "openai",
          "https://api.openai.com/v1",
          "OPENAI_API_KEY",
          MAX_COMPLETION_TOKENS,
          REASONING_EFFORT,
          null,
          4,
          40,
          Set.of(
              PDF,
              JSON_SCHEMA,
              SYSTEM_ANYWHERE,
              PARALLEL_TOOL_CALLS,
              PLAIN_SCHEMAS,
              PROMPT_CACHE_KEY,
              STRICT_REASONING));

  /** OpenAI's models as Azure has them, and other makers' behind the same form of address. */
  private static final Dialect AZURE = OPENAI.named("azure", "AZURE_API_KEY");

  private static final Dialect AZURE_AI = OPENAI.named("azure_ai", "AZURE_AI_API_KEY");

  /** Other makers' models on Vertex. */
  private static final Dialect VERTEX =
      new Dialect(
          "vertex_ai",
          null,
          null,
          MAX_TOKENS,
          NONE,
          null,
          4,
          64,
          Set.of(JSON_SCHEMA, SYSTEM_ANYWHERE));

  /**
   * {@code openai/} at another address: a server of unknown make that speaks OpenAI's older form.
   */
  private static final Dialect OPENAI_COMPATIBLE =
      new Dialect(
          "openai",
          null,
          "OPENAI_API_KEY",
          MAX_TOKENS,
          REASONING_EFFORT,
          null,
          4,
          40,
          Set.of(
              PDF,
              JSON_SCHEMA,
              SYSTEM_ANYWHERE,
              PARALLEL_TOOL_CALLS,
              PLAIN_SCHEMAS,
              STRICT_REASONING));

  private static final Map<String, Dialect> BY_NAME =
      List.of(
              OPENAI,
              // console.groq.com/docs/api-reference: max_tokens is deprecated there.
              new Dialect(
                  "groq",
                  "https://api.groq.com/openai/v1",
                  "GROQ_API_KEY",
                  MAX_COMPLETION_TOKENS,
                  REASONING_EFFORT,
                  null,
                  4,
                  64,
                  Set.of(JSON_SCHEMA, SYSTEM_ANYWHERE, PARALLEL_TOOL_CALLS)),
              // docs.together.ai/reference/chat-completions
              new Dialect(
                  "together_ai",
                  "https://api.together.xyz/v1",
                  "TOGETHERAI_API_KEY",
                  MAX_TOKENS,
                  REASONING_EFFORT,
                  null,
                  4,
                  64,
                  Set.of(JSON_SCHEMA, SYSTEM_ANYWHERE, TOP_K)),
              // api-docs.deepseek.com: JSON without a schema; thinking over tool calls goes back.
              new Dialect(
                  "deepseek",
                  "https://api.deepseek.com",
                  "DEEPSEEK_API_KEY",
                  MAX_TOKENS,
                  THINKING_OBJECT,
                  "reasoning_content",
                  16,
                  64,
                  Set.of(SYSTEM_ANYWHERE)),
              // openrouter.ai/docs/api-reference/overview
              new Dialect(
                  "openrouter",
                  "https://openrouter.ai/api/v1",
                  "OPENROUTER_API_KEY",
                  MAX_TOKENS,
                  REASONING_OBJECT,
                  "reasoning",
                  4,
                  64,
                  Set.of(PDF, JSON_SCHEMA, SYSTEM_ANYWHERE, PARALLEL_TOOL_CALLS, TOP_K)),
              // docs.vllm.ai/en/latest/serving/openai_compatible_server.html: many models' chat
              // templates refuse a system message that is not the first.
              new Dialect(
                  "hosted_vllm",
                  null,
                  null,
                  MAX_TOKENS,
                  REASONING_EFFORT,
                  null,
                  4,
                  64,
                  Set.of(JSON_SCHEMA, PARALLEL_TOOL_CALLS, TOP_K)),
              // github.com/ollama/ollama/blob/main/docs/openai.md
              ollama("ollama"),
              ollama("ollama_chat"),
              // Answered within this process, in the plainest form.
              new Dialect(
                  "demo",
                  null,
                  null,
                  MAX_TOKENS,
                  NONE,
                  null,
                  4,
                  64,
                  Set.of(PDF, JSON_SCHEMA, SYSTEM_ANYWHERE)))
          .stream()
          .collect(Collectors.toUnmodifiableMap(Dialect::name, Function.identity()));

  private Dialects() {}

  static Set<String> names() {
    return BY_NAME.keySet();
  }

  static Dialect of(Deployment target) {
    if (target.provider().equals("openai") && target.apiBase() != null) {
      return OPENAI_COMPATIBLE;
    }
    Dialect dialect =
        switch (target.provider()) {
          case "azure" -> AZURE;
          case "azure_ai" -> AZURE_AI;
          case "vertex_ai" -> VERTEX;
          default -> BY_NAME.get(target.provider());
        };
    if (dialect == null) {
      throw new IllegalArgumentException("not a provider of chat completions");
    }
    return dialect;
  }

  private static Dialect ollama(String name) {
    return new Dialect(
        name,
        "http://localhost:11434/v1",
        null,
        MAX_TOKENS,
        NONE,
        null,
        4,
        64,
        Set.of(JSON_SCHEMA, SYSTEM_ANYWHERE));
  }
}
