package dev.dragoman.lambda.emulator;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules for the beginning of an HTTP integration's streamed answer. */
final class Prelude {

  private static final int DELIMITER = 8;
  private static final int LIMIT = 16 * 1024;
  private static final Set<String> NAMES =
      Set.of("statusCode", "headers", "multiValueHeaders", "cookies");

  private Prelude() {}

  /** The index of the first byte of the content. */
  static int end(byte[] body) {
    int zeros = 0;
    for (int i = 0; i < Math.min(body.length, LIMIT); i++) {
      zeros = body[i] == 0 ? zeros + 1 : 0;
      if (zeros == DELIMITER) {
        return i + 1;
      }
    }
    throw new ProtocolFault("no eight NUL bytes within the first 16 KB");
  }

  static Map<String, @Nullable Object> read(byte[] body) {
    Map<String, @Nullable Object> prelude =
        JsonTree.object(Arrays.copyOf(body, end(body) - DELIMITER));
    if (!NAMES.containsAll(prelude.keySet())) {
      throw new ProtocolFault("a prelude does not have these members: " + prelude.keySet());
    }
    if (!(prelude.get("statusCode") instanceof Number)) {
      throw new ProtocolFault("the prelude has no status code: " + prelude);
    }
    texts(prelude.getOrDefault("headers", Map.of()), false);
    texts(prelude.getOrDefault("multiValueHeaders", Map.of()), true);
    list(prelude.getOrDefault("cookies", List.of()));
    return prelude;
  }

  private static void texts(@Nullable Object headers, boolean lists) {
    if (!(headers instanceof Map<?, ?> map)) {
      throw new ProtocolFault("headers must be an object: " + headers);
    }
    for (Object value : map.values()) {
      if (lists) {
        list(value);
      } else if (!(value instanceof String)) {
        throw new ProtocolFault("a header must be a string: " + value);
      }
    }
  }

  private static void list(@Nullable Object value) {
    if (!(value instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
      throw new ProtocolFault("a list of strings expected: " + value);
    }
  }
}
