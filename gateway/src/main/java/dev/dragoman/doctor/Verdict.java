package dev.dragoman.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a probe found.
 *
 * @param remark in a sentence, for a person; may be empty
 * @param set what to set, a line each
 */
public record Verdict(Outcome outcome, String remark, List<String> set) {
  private static final int MAX_QUOTED = 120;

  public Verdict {
    set = List.copyOf(set);
  }

  static Verdict of(Outcome outcome, String remark) {
    return new Verdict(outcome, remark, List.of());
  }

  static Verdict holds(String remark) {
    return of(Outcome.HOLDS, remark);
  }

  static Verdict fails(String remark) {
    return of(Outcome.FAILS, remark);
  }

  static Verdict unknown(String remark) {
    return of(Outcome.UNKNOWN, remark);
  }

  /** The same with something to set. */
  Verdict setting(String line) {
    List<String> lines = new ArrayList<>(set);
    lines.add(line);
    return new Verdict(outcome, remark, lines);
  }

  /**
   * Why an answer cannot be judged by its content; null if it came whole.
   *
   * @param setting what to set where the provider says that the request is wrong
   */
  static @Nullable Verdict trouble(Answer answer, String setting) {
    Answer.Fault fault = answer.fault();
    if (fault == null) {
      return switch (answer.stopReason()) {
        case "max_tokens" -> unknown("its answer was cut at max_tokens: " + quote(answer.text()));
        case "refusal" -> unknown("the model refused to answer");
        default -> null;
      };
    }
    if (answer.refusedHere()) {
      return refused(fault.message());
    }
    String said = "HTTP " + answer.status() + " " + fault.type() + ": " + quote(fault.message());
    if (answer.status() == 200) {
      said = "it broke off: " + fault.type() + ": " + quote(fault.message());
    }
    return switch (fault.type()) {
      case "rate_limit_error", "overloaded_error", "timeout_error" -> unknown(said);
      case "invalid_request_error" -> fails(said).setting(setting);
      default -> fails(said);
    };
  }

  private static Verdict refused(String message) {
    if (message.contains("capability_rejected: image_block")
        || message.contains("capability_rejected: document_block")) {
      return of(
              Outcome.REFUSED,
              "the model is known to see no images or read no PDFs; Claude Code is told to leave"
                  + " them out ("
                  + message
                  + ")")
          .setting(
              "modify_params: true in litellm_params to have a remark sent in their place, or"
                  + " supports_vision and supports_pdf_input: true in model_info if it does");
    }
    return of(Outcome.REFUSED, message);
  }

  /** Whether an answer says all of these words. */
  static Verdict says(Answer answer, String... words) {
    String text = answer.text();
    if (text.isBlank()) {
      return fails("an answer without text");
    }
    String lower = text.toLowerCase(Locale.ROOT);
    for (String word : words) {
      if (!lower.contains(word)) {
        return fails("it should say " + String.join(" and ", words) + ", and said " + quote(text));
      }
    }
    return holds("");
  }

  /** The beginning of what was said, in quotation marks, on one line. */
  static String quote(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    int length = line.codePointCount(0, line.length());
    return length <= MAX_QUOTED
        ? "\"" + line + "\""
        : "\"" + line.substring(0, line.offsetByCodePoints(0, MAX_QUOTED)) + "...\"";
  }
}
