package dev.dragoman.provider.golden;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One thing that a request or an answer can hold, as the golden conversations pin it.
 *
 * @param name what the folders are called that pin it: the name itself, or the name with {@code
 *     -refused} or a qualifier behind it
 * @param what it is, for a reader of docs/fidelity.md
 */
record FidelityRow(Group group, String name, String what) {
  /** What belongs together on the page, in its order. */
  enum Group {
    REQUESTS("Requests"),
    TOOLS("Tools"),
    THINKING("Thinking"),
    FILES("Files"),
    ANSWERS("Answers"),
    FAULTS("Faults");

    final String title;

    Group(String title) {
      this.title = title;
    }
  }

  /** All of the page, in its order. */
  static final List<FidelityRow> ALL =
      List.of(
          request("text", "A question, a system prompt and the text of an answer"),
          request("claude-code-first-request", "The first request that Claude Code sends, whole"),
          request("system-inside", "System messages inside the conversation"),
          request("max-tokens-clamped", "`max_tokens` above what the model can write"),
          request("sampling-and-stops", "`temperature`, `top_p`, `top_k`, stop sequences"),
          request("output-format", "`output_config.format`: an answer by a JSON schema"),
          request("billing-header", "Claude Code's billing header in the system prompt"),
          request("cache-control", "`cache_control`: where to cache"),
          request("context-management", "`context_management`: what the server may clear"),
          request("user-id", "`metadata.user_id`"),
          request("safeguards", "`safeguards`, which Claude Code's auto mode relies on"),
          request("unknown-fields", "Fields and blocks that nobody knows yet"),
          tools("tool-schemas", "Schemas with `$ref`, `oneOf`, `const`, type lists and the like"),
          tools("tool-names-too-long-and-odd", "Names longer or odder than the provider allows"),
          tools("tool-choice-forced", "A tool that must be called"),
          tools("tool-choice-none", "Tools that must not be called now"),
          tools("parallel-calls", "Several calls in one answer, the same one twice among them"),
          tools("parallel-calls-disabled", "`disable_parallel_tool_use`"),
          tools("call-without-input", "A call of a tool that takes nothing"),
          tools("text-around-calls", "Text before and behind the calls of one message"),
          tools("results-out-of-order", "Results in another order than their calls"),
          tools("result-with-error", "`is_error` on a result"),
          tools("result-with-image", "An image in a result"),
          tools("result-with-pdf", "A PDF in a result"),
          tools("deferred-tool-loaded", "A deferred tool that the conversation loads"),
          tools("structured-output-tool", "The StructuredOutput tool of `--json-schema`"),
          tools("hosted-tool-as-function", "`bash`, `text_editor` and `memory` of Anthropic's"),
          tools("web-search", "The `web_search` tool"),
          tools("server-tool-history", "Searches of earlier turns, with their results"),
          thinking("effort", "Adaptive thinking and `output_config.effort`"),
          thinking("thinking-budget", "A budget of tokens to think with"),
          thinking("thinking-disabled", "No thinking"),
          thinking("thinking-echoed", "Thinking that comes back in the history"),
          thinking("thinking-foreign", "Thinking of other models in the history"),
          files("images", "Images"),
          files("image-by-url", "An image by its URL"),
          files("pdf", "A PDF"),
          files("pdf-by-url", "A PDF by its URL"),
          files("plain-text-document", "Documents of plain text or of blocks"),
          files("citations-asked", "`citations` on a document"),
          answers("length", "An answer that `max_tokens` ended"),
          answers("refusal", "An answer that the model or a filter refused"),
          answers("usage-missing", "An answer that does not say what it used"),
          answers("whole-answer", "An answer in one document where a stream was asked for"),
          faults("error-in-the-middle", "An error after the answer has begun"),
          faults("cut", "A connection that breaks off"));

  private static FidelityRow request(String name, String what) {
    return new FidelityRow(Group.REQUESTS, name, what);
  }

  private static FidelityRow tools(String name, String what) {
    return new FidelityRow(Group.TOOLS, name, what);
  }

  private static FidelityRow thinking(String name, String what) {
    return new FidelityRow(Group.THINKING, name, what);
  }

  private static FidelityRow files(String name, String what) {
    return new FidelityRow(Group.FILES, name, what);
  }

  private static FidelityRow answers(String name, String what) {
    return new FidelityRow(Group.ANSWERS, name, what);
  }

  private static FidelityRow faults(String name, String what) {
    return new FidelityRow(Group.FAULTS, name, what);
  }

  /** The row that a folder such as {@code 08-result-with-image} belongs to. */
  static Optional<FidelityRow> of(String folder) {
    String name = folder.replaceFirst("^\\d+-", "");
    return ALL.stream()
        .filter(row -> name.equals(row.name()) || name.startsWith(row.name() + "-"))
        .max(Comparator.comparingInt(row -> row.name().length()));
  }

  /** Whether a folder is the row itself and not the row with a qualifier. */
  boolean isMain(String folder) {
    String main = folder.replaceFirst("^\\d+-", "").replaceFirst("-refused$", "");
    return main.equals(name);
  }
}
