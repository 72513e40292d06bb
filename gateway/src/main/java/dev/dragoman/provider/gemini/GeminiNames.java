package dev.dragoman.provider.gemini;

import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.Tool;
import dev.dragoman.provider.ToolNames;
import java.util.HashMap;
import java.util.Map;

/**
 * Names of tools as {@link ToolNames} cuts them, and beginning as Gemini wants it.
 *
 * @see <a href="https://ai.google.dev/api/caching#FunctionDeclaration">FunctionDeclaration.name:
 *     "Must start with a letter or an underscore"</a>
 */
final class GeminiNames {
  private final Map<String, String> originals = new HashMap<>();

  /** The names of all tools of {@code request}. */
  GeminiNames(MessagesRequest request) {
    for (Tool tool : request.tools()) {
      originals.put(toUpstream(tool.name()), tool.name());
    }
  }

  /** The name as the client knows it. */
  String toClient(String name) {
    return originals.getOrDefault(name, name);
  }

  /** The name as Gemini takes it. */
  static String toUpstream(String name) {
    boolean begins =
        !name.isEmpty() && (Character.isLetter(name.charAt(0)) || name.charAt(0) == '_');
    return ToolNames.toUpstream(begins ? name : "_" + name);
  }
}
