package dev.dragoman.provider.anthropic;

import dev.dragoman.provider.Claude;
import dev.dragoman.provider.Encoding;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * System messages inside a conversation. Clients send them for every model whose name they do not
 * know; where they are refused they become the user's, in their place, so that the prefix stays.
 *
 * @see <a
 *     href="https://platform.claude.com/docs/en/build-with-claude/mid-conversation-system-messages">
 *     Mid-conversation system messages</a>
 * @see <a href="https://github.com/BerriAI/litellm/pull/33807">Claude 4.7 and older: "role 'system'
 *     is not supported on this model", asked of Anthropic, Azure and Bedrock</a>
 */
final class LateInstructions {
  /** The first Claude that takes them. */
  private static final int FIRST = 408;

  private LateInstructions() {}

  /** Whether {@code model} takes them on {@code host}; what the name does not say is new. */
  static boolean taken(Host host, String model) {
    int version = Claude.version(model);
    return host.claude() && (version == 0 || version >= FIRST);
  }

  /** Passes over the message that the walk stands in, which becomes the user's. */
  static void asUsers(Splice splice, Encoding encoding) {
    encoding
        .notes()
        .add("messages.role", "system messages inside the conversation sent as user messages");
    JsonParser in = splice.in();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      JsonToken token = in.nextToken();
      switch (name) {
        case "role" -> splice.replaceText("user");
        case "content" -> {
          if (token == JsonToken.VALUE_STRING) {
            splice.replaceText(reminder(in.getString()));
          } else {
            blocks(splice, in);
          }
        }
        default -> splice.pass();
      }
    }
  }

  private static void blocks(Splice splice, JsonParser in) {
    while (in.nextToken() == JsonToken.START_OBJECT) {
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        if (in.nextToken() == JsonToken.VALUE_STRING && name.equals("text")) {
          splice.replaceText(reminder(in.getString()));
        } else {
          splice.pass();
        }
      }
    }
  }

  private static String reminder(String text) {
    return "<system-reminder>\n" + text + "\n</system-reminder>";
  }
}
