package dev.dragoman.provider.anthropic;

import dev.dragoman.provider.Deployment;
import java.util.Set;

/**
 * Who offers the Messages API, and what they take of it.
 *
 * @see <a href="https://docs.anthropic.com/en/api/claude-on-vertex-ai">Claude on Vertex AI</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages-request-response.html">Claude
 *     on Bedrock</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/userguide/inference-messages-api.html">Bedrock's
 *     own Messages API</a>
 */
enum Host {
  /** Anthropic itself, or a proxy of it. */
  ANTHROPIC(true, false),

  /** Google's Vertex AI: the model stands in the address. */
  VERTEX(true, true),

  /** Amazon Bedrock's invoke: the model and that a stream is wanted stand in the address. */
  BEDROCK(true, true),

  /** Amazon Bedrock's own Messages API, in Anthropic's form; {@code bedrock/messages/MODEL}. */
  BEDROCK_MESSAGES(true, true),

  /** Microsoft's Foundry. */
  AZURE(true, false),

  /** Others who speak the Messages API for models of their own. */
  OTHER(false, false);

  private static final Set<String> CORE =
      Set.of(
          "model",
          "max_tokens",
          "system",
          "messages",
          "tools",
          "tool_choice",
          "thinking",
          "output_config",
          "output_format",
          "stop_sequences",
          "temperature",
          "top_p",
          "top_k",
          "stream",
          "context_management");

  private final boolean claude;
  private final boolean coreOnly;

  Host(boolean claude, boolean coreOnly) {
    this.claude = claude;
    this.coreOnly = coreOnly;
  }

  /** Who serves {@code target}. */
  static Host of(Deployment target) {
    boolean claude = target.baseModel().contains("claude");
    return switch (target.provider()) {
      case "anthropic" ->
          claude || target.apiBase() == null || target.apiBase().contains("://api.anthropic.com")
              ? ANTHROPIC
              : OTHER;
      case "vertex_ai" -> VERTEX;
      case "bedrock" -> target.form().equals("messages") ? BEDROCK_MESSAGES : BEDROCK;
      case "azure_ai" -> claude ? AZURE : OTHER;
      default -> OTHER;
    };
  }

  /** Whether its models are Claude, whose signatures any Claude reads. */
  boolean claude() {
    return claude;
  }

  /** Whether the address names the model, and the body must not. */
  boolean modelInAddress() {
    return this == VERTEX || this == BEDROCK;
  }

  /** Whether it is Anthropic that takes the request, and knows what Claude Code tells it. */
  boolean anthropics() {
    return this == ANTHROPIC || this == AZURE;
  }

  /** Whether leaving the field out would change the meaning, and it cannot be sent. */
  boolean refuses(String field) {
    return switch (field) {
      case "safeguards" -> this != ANTHROPIC;
      case "mcp_servers", "container" -> !anthropics();
      default -> false;
    };
  }

  /** Whether it takes the field, at the top of a request. */
  boolean takes(String field) {
    if (field.equals("service_tier")) {
      return this == ANTHROPIC;
    }
    return !coreOnly || CORE.contains(field);
  }

  /**
   * Whether it runs a server's tool itself, and knows its calls and results.
   *
   * @param tool the tool's name or type, or that of its result: all begin alike
   * @see <a
   *     href="https://cloud.google.com/vertex-ai/generative-ai/docs/partner-models/claude/web-search">Web
   *     search on Vertex AI</a>
   */
  boolean runs(String tool) {
    return switch (this) {
      case ANTHROPIC, AZURE -> true;
      case VERTEX -> tool.startsWith("web_search") || tool.startsWith("tool_search");
      case BEDROCK, BEDROCK_MESSAGES -> tool.startsWith("tool_search");
      case OTHER -> false;
    };
  }
}
