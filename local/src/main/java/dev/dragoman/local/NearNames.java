package dev.dragoman.local;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Names that somebody may have meant. */
final class NearNames {
  private static final int MOST = 3;

  private NearNames() {}

  /** Those of {@code names} that are like {@code asked}, the likest first. */
  static List<String> of(String asked, Collection<String> names) {
    String lower = asked.toLowerCase(Locale.ROOT);
    return names.stream()
        .distinct()
        .filter(name -> isNear(lower, name.toLowerCase(Locale.ROOT)))
        .sorted(
            Comparator.<String>comparingInt(name -> distance(lower, name.toLowerCase(Locale.ROOT)))
                .thenComparing(Comparator.naturalOrder()))
        .limit(MOST)
        .toList();
  }

  private static boolean isNear(String asked, String name) {
    return name.contains(asked)
        || asked.contains(name)
        || distance(asked, name) <= Math.max(2, asked.length() / 3);
  }

  /** How many characters must be put in, taken out or changed (Levenshtein). */
  private static int distance(String a, String b) {
    int[] before = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] now = new int[b.length() + 1];
      now[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        now[j] = Math.min(changed, 1 + Math.min(before[j], now[j - 1]));
      }
      before = now;
    }
    return before[b.length()];
  }
}
