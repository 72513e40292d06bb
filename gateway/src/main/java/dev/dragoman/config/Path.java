package dev.dragoman.config;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The way to a value through keys and indexes (from 0): {@code model_list.3.litellm_params.model}.
 * A key is shown only when it looks like the name of a setting, since a missing space turns {@code
 * api_key:sk-...} into a key.
 */
record Path(@Nullable Path parent, String name) {
  static final Path ROOT = new Path(null, "");

  private static final Pattern PLAIN =
      Pattern.compile("[a-z]+[0-9]{0,3}(_([a-z]+[0-9]{0,3}|[0-9]{1,3}[a-z]{0,2}))*");
  private static final int LONGEST = 64;

  Path key(String key) {
    return new Path(this, shown(key));
  }

  Path index(int index) {
    return new Path(this, Integer.toString(index));
  }

  /** The key when it can be shown, else a question mark. */
  static String shown(String key) {
    return isPlain(key) ? key : "?";
  }

  /** Whether this is in form a name of a setting or a provider, and so no secret. */
  static boolean isPlain(String name) {
    return name.length() <= LONGEST && PLAIN.matcher(name).matches();
  }

  @Override
  public String toString() {
    return parent == null || parent.parent == null ? name : parent + "." + name;
  }
}
