package dev.dragoman.local.http;

import dev.dragoman.wire.RequestHead;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a request is for (RFC 9112, 3.2).
 *
 * @param path raw, from its slash; or {@code *}
 * @param query raw, without its question mark
 */
record Target(String path, @Nullable String query) {
  static Target of(RequestHead head) throws Refusal {
    String target = head.target();
    if (target.equals("*") && head.method().equals("OPTIONS")) {
      return new Target(target, null);
    }
    String local = target.startsWith("/") ? target : afterAuthority(target);
    if (local.indexOf('#') >= 0) {
      throw notATarget();
    }
    int mark = local.indexOf('?');
    String path = mark < 0 ? local : local.substring(0, mark);
    return new Target(path.isEmpty() ? "/" : path, mark < 0 ? null : local.substring(mark + 1));
  }

  /** The part of an absolute address from its path on. */
  private static String afterAuthority(String target) throws Refusal {
    String lower = target.toLowerCase(Locale.ROOT);
    int start = lower.startsWith("http://") ? 7 : lower.startsWith("https://") ? 8 : 0;
    int end = start;
    while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
      end++;
    }
    if (start == 0 || end == start) {
      throw notATarget();
    }
    return target.substring(end);
  }

  private static Refusal notATarget() {
    return new Refusal(400, "The request target is not a path.");
  }
}
