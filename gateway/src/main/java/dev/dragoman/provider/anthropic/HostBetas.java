package dev.dragoman.provider.anthropic;

import java.util.Set;

/**
 * Which features each host lets a client name. A host refuses a request that names one that it does
 * not know.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages-request-response.html">anthropic_beta
 *     on Bedrock</a>
 * @see <a
 *     href="https://github.com/BerriAI/litellm/blob/main/litellm/anthropic_beta_headers_config.json">LiteLLM's
 *     table, made by asking each host</a>
 */
final class HostBetas {
  /** Anthropic's name for what the others know as two features. */
  static final String ADVANCED_TOOL_USE = "advanced-tool-use-2025-11-20";

  private static final Set<String> BEDROCK =
      Set.of(
          "compact-2026-01-12",
          "compact-2026-09-04",
          "computer-use-2024-10-22",
          "computer-use-2025-01-24",
          "computer-use-2025-11-24",
          "context-1m-2025-08-07",
          "context-management-2025-06-27",
          "dangerous-tool-use-2026-09-03",
          "dev-full-thinking-2025-05-14",
          "effort-2025-11-24",
          "fine-grained-tool-streaming-2025-05-14",
          "interleaved-thinking-2025-05-14",
          "mid-conversation-output-config-2026-07-01",
          "mid-conversation-tool-changes-2026-07-01",
          "output-128k-2025-02-19",
          "thinking-binding-controls-2026-08-01",
          "thinking-display-updates-2026-08-18",
          "token-efficient-tools-2025-02-19",
          "tool-examples-2025-10-29",
          "tool-search-tool-2025-10-19");

  /** Those of Bedrock's own Messages API that its invoke does not know. */
  private static final Set<String> BEDROCK_MESSAGES_TOO =
      Set.of(
          "claude-code-20250219", "per-turn-control-2026-07-01", "structured-outputs-2025-11-13");

  private static final Set<String> VERTEX =
      Set.of(
          "afk-mode-2026-01-31",
          "claude-code-20250219",
          "compact-2026-01-12",
          "compact-2026-09-04",
          "computer-use-2024-10-22",
          "computer-use-2025-01-24",
          "computer-use-2025-11-24",
          "context-1m-2025-08-07",
          "context-management-2025-06-27",
          "dangerous-tool-use-2026-09-03",
          "effort-2025-11-24",
          "extended-cache-ttl-2025-04-11",
          "fallback-credit-2026-06-01",
          "fallback-credit-2026-07-01",
          "fine-grained-tool-streaming-2025-05-14",
          "inline-tools-2026-09-15",
          "interleaved-thinking-2025-05-14",
          "mid-conversation-output-config-2026-07-01",
          "mid-conversation-system-clear-at-2026-08-21",
          "mid-conversation-tool-changes-2026-07-01",
          "model-context-window-exceeded-2025-08-26",
          "output-128k-2025-02-19",
          "per-turn-control-2026-07-01",
          "prompt-caching-2024-07-31",
          "prompt-caching-scope-2026-01-05",
          "redact-thinking-2026-02-12",
          "server-side-fallback-2026-06-01",
          "structured-outputs-2025-11-13",
          "structured-outputs-2025-12-15",
          "task-budgets-2026-03-13",
          "thinking-binding-controls-2026-08-01",
          "thinking-display-updates-2026-08-18",
          "thinking-token-count-2026-05-13",
          "token-counting-2024-11-01",
          "token-efficient-tools-2025-02-19",
          "tool-examples-2025-10-29",
          "tool-search-tool-2025-10-19",
          "web-search-2025-03-05");

  private HostBetas() {}

  /** Whether {@code host} takes a request that names {@code beta}. */
  static boolean takes(Host host, String beta) {
    return switch (host) {
      // How the client proves who it is says nothing of this gateway, which has a key of its own.
      case ANTHROPIC -> !beta.startsWith("oauth-");
      case AZURE -> !beta.startsWith("oauth-") && !beta.startsWith("advisor-tool-");
      case VERTEX -> VERTEX.contains(beta);
      case BEDROCK -> BEDROCK.contains(beta);
      case BEDROCK_MESSAGES -> BEDROCK.contains(beta) || BEDROCK_MESSAGES_TOO.contains(beta);
      case OTHER -> false;
    };
  }
}
