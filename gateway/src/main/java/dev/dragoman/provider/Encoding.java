package dev.dragoman.provider;

import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.ThinkingConfig;
import dev.dragoman.messages.UnknownField;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a dialect writes a request from: the request, who is to answer it, what is known of that
 * model, and where it says what it left out.
 */
public record Encoding(MessagesRequest request, Deployment target, ModelFacts facts, Notes notes) {
  private static final Pattern INDEX = Pattern.compile("\\.\\d+(?=\\.|$)");

  /** Fields that change what a request means, so that leaving one out would not be the same. */
  private static final Set<String> REFUSED = Set.of("safeguards", "mcp_servers", "container");

  /** The provider's name, for messages. */
  public String provider() {
    return target.provider();
  }

  /**
   * The cap on output tokens that was asked for, and no more than the model's; null if none was.
   */
  public @Nullable Integer maxTokens() {
    Integer asked = request.maxTokens();
    if (asked == null) {
      return null;
    }
    Integer cap =
        target.maxOutputTokens() != null ? target.maxOutputTokens() : facts.maxOutputTokens();
    if (cap == null || asked <= cap) {
      return asked;
    }
    notes.add("max_tokens", "clamped to the model's " + cap);
    return cap;
  }

  /** The budget for thinking; it stays below {@link #maxTokens} where that is lowered. */
  public int budget(ThinkingConfig.Enabled enabled) {
    int budget = enabled.budgetTokens();
    Integer asked = request.maxTokens();
    Integer most = maxTokens();
    if (asked == null || most == null || most >= asked || budget < most) {
      return budget;
    }
    notes.add("thinking.budget_tokens", "lowered along with max_tokens");
    return (int) ((long) budget * most / asked);
  }

  /** Notes that a field only tunes the answer, and that this target does not have it. */
  public void leaveOut(String field) {
    notes.add(field, "not supported by " + provider() + ", left out");
  }

  /** The fault that a part of the request cannot be carried. */
  public ApiException unsupported(String path, String what) {
    return ApiException.invalid(path, what + " is not supported by " + provider());
  }

  /** The fault that a document cannot be carried; Claude Code then takes it out and asks again. */
  public static ApiException refusedDocument(String path, String what) {
    return ApiException.invalid(path, what + " (" + Abilities.NO_DOCUMENTS + ")");
  }

  /** The fault that an image cannot be carried; Claude Code then takes it out and asks again. */
  public static ApiException refusedImage(String path, String what) {
    return ApiException.invalid(path, what + " (" + Abilities.NO_IMAGES + ")");
  }

  /**
   * Refuses fields that cannot be left out and that no dialect but Anthropic's own has, and notes
   * the others that this gateway does not know.
   */
  public void refuseWhatCannotBeLeftOut() {
    for (UnknownField field : request.unknown()) {
      if (REFUSED.contains(field.path())) {
        throw unsupported(field.path(), field.path());
      }
      notes.add(generic(field.path()), "not known, left out");
    }
  }

  /**
   * A stable name for a session's cache that says nothing of its user: a part of the hash of {@code
   * metadata.user_id}; null if there is none.
   */
  public @Nullable String session() {
    String user = request.userId();
    if (user == null) {
      return null;
    }
    notes.add("metadata.user_id", "not forwarded");
    return Sha256.hex(user).substring(0, 32);
  }

  /** Without indexes, so that a field that stands in every message is one note. */
  private static String generic(String path) {
    return INDEX.matcher(path).replaceAll("");
  }
}
