package dev.dragoman.admin;

import dev.dragoman.credential.SecretRef;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which secrets may be named in what the management API is sent: those that the operator lists, and
 * only where a secret belongs, since the text of other fields is shown. None may stand there
 * itself: what is stored is stored in plain text.
 *
 * @param prefixes of references that may be named; empty for none
 */
record SecretRule(List<String> prefixes) {
  private static final Pattern VARIABLE = Pattern.compile("os\\.environ", Pattern.CASE_INSENSITIVE);

  private static final Pattern SECRET =
      Pattern.compile("key|secret|token|password|passphrase|credential|authorization|cookie");

  /** Counts of tokens, prices for them, and what LiteLLM calls so and is none. */
  private static final Pattern COUNT =
      Pattern.compile("tokens|cost_per|per_token|_limit|_name$|^prompt_cache_key$|^supports_");

  /** Long enough that no model is called so. */
  private static final Pattern KEY = Pattern.compile("\\bsk-[\\w-]{24,}");

  private static final Pattern PASSWORD_IN_ADDRESS = Pattern.compile("://[^/\\s]*:[^/\\s]*@");

  private static final Set<String> HEADERS = Set.of("extra_headers", "headers", "default_headers");

  private static final Set<String> HARMLESS_HEADERS =
      Set.of(
          "http-referer",
          "x-title",
          "user-agent",
          "openai-organization",
          "openai-project",
          "anthropic-beta",
          "anthropic-version",
          "content-type",
          "accept");

  /** What people write where a server asks for no key. */
  private static final Set<String> NO_KEYS =
      Set.of("none", "empty", "dummy", "fake", "fake-key", "not-needed", "no-key", "anything");

  private static final String LITERAL =
      "must not be the secret itself, which would be stored in plain text: put it into SSM or"
          + " Secrets Manager, or into the gateway's environment, and name it here by a reference"
          + " that allowed_secret_prefixes lists; without api_key the provider's usual variable is"
          + " used";

  /**
   * What is wrong with a text.
   *
   * @param names of the fields that it stands in, the outermost first
   */
  @Nullable String wrong(List<String> names, String text) {
    boolean place = isPlace(names);
    if (VARIABLE.matcher(text).find()
        || new SecretRef(text.strip()).kind() != SecretRef.Kind.LITERAL) {
      return reference(place, text);
    }
    String last = names.isEmpty() ? "" : names.getLast();
    if (last.equals("aws_profile_name") && !text.isBlank()) {
      return "names credentials of the machine that runs the gateway";
    }
    return isSecret(names, text) ? LITERAL : null;
  }

  /** Whether a text is a secret itself, or may be one. */
  static boolean isSecret(List<String> names, String text) {
    if (new SecretRef(text.strip()).kind() != SecretRef.Kind.LITERAL) {
      return false;
    }
    if (KEY.matcher(text).find() || PASSWORD_IN_ADDRESS.matcher(text).find()) {
      return true;
    }
    return isPlace(names)
        && !text.isBlank()
        && !NO_KEYS.contains(text.strip().toLowerCase(Locale.ROOT))
        && !isHarmlessHeader(names);
  }

  private @Nullable String reference(boolean place, String text) {
    if (!place) {
      return "must not name a secret: what stands here is shown";
    }
    boolean listed =
        prefixes.stream().anyMatch(prefix -> !prefix.isBlank() && text.startsWith(prefix));
    return listed && !text.contains("..")
        ? null
        : "names a secret that allowed_secret_prefixes does not list: what is sent to the API may"
            + " name no other; without api_key the provider's usual variable is used";
  }

  private static boolean isPlace(List<String> names) {
    return names.stream()
        .anyMatch(name -> {
          String lower = name.toLowerCase(Locale.ROOT);
          return HEADERS.contains(lower)
              || (SECRET.matcher(lower).find() && !COUNT.matcher(lower).find());
        });
  }

  private static boolean isHarmlessHeader(List<String> names) {
    int size = names.size();
    return size >= 2
        && HEADERS.contains(names.get(size - 2).toLowerCase(Locale.ROOT))
        && HARMLESS_HEADERS.contains(names.getLast().toLowerCase(Locale.ROOT));
  }
}
