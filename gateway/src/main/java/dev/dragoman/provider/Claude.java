package dev.dragoman.provider;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the names of Claude's models say, wherever they run. */
public final class Claude {
  /** A date may stand behind the version: {@code claude-sonnet-4-20250514}. */
  private static final Pattern VERSION =
      Pattern.compile("claude-(?:[a-z]+-)?(\\d{1,2})(?:[-.](\\d{1,2}))?(?!\\d)");

  private Claude() {}

  /** The version times 100: 406 for {@code claude-opus-4-6}; 0 where the name has none. */
  public static int version(String model) {
    Matcher version = VERSION.matcher(model);
    if (!version.find()) {
      return 0;
    }
    String minor = version.group(2);
    return 100 * Integer.parseInt(version.group(1)) + (minor == null ? 0 : Integer.parseInt(minor));
  }
}
