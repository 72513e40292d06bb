package dev.dragoman.provider;

import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.Tool;
import java.util.HashMap;
import java.util.Map;

/**
 * Names and ids cut to what a provider takes, and the way back for names.
 *
 * <p>A name that fits is kept. One that is too long, or holds other characters than letters,
 * digits, underscore and dash, keeps its start and gets a part of its SHA-256, so that it is the
 * same in every request of a session and no two become one.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/create">tools.function.name: at
 *     most 64 characters</a>
 */
public final class ToolNames {
  private static final int MAX_NAME = 64;
  private static final int HASH = 8;

  private final Map<String, String> originals = new HashMap<>();

  /** The names of all tools of {@code request}. */
  public ToolNames(MessagesRequest request) {
    for (Tool tool : request.tools()) {
      String name = toUpstream(tool.name());
      if (!name.equals(tool.name())) {
        originals.put(name, tool.name());
      }
    }
  }

  /** The name as the client knows it. */
  public String toClient(String name) {
    return originals.getOrDefault(name, name);
  }

  /** The name as the provider takes it. */
  public static String toUpstream(String name) {
    return fit(name, MAX_NAME);
  }

  /**
   * A call's id as the provider takes it: only its length is limited. Its characters are the
   * provider's own, and some models look at them again.
   */
  public static String id(String id, int length) {
    return id.length() <= length ? id : fit(id, length);
  }

  /** {@code text} in at most {@code length} characters that every provider takes. */
  public static String fit(String text, int length) {
    boolean plain = text.chars().allMatch(ToolNames::isPlain);
    if (plain && text.length() <= length) {
      return text;
    }
    StringBuilder fitting = new StringBuilder(length);
    for (int i = 0; i < text.length() && fitting.length() < length - HASH - 1; i++) {
      fitting.append(isPlain(text.charAt(i)) ? text.charAt(i) : '_');
    }
    return fitting.append('_').append(Sha256.hex(text), 0, HASH).toString();
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }
}
