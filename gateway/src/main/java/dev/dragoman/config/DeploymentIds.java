package dev.dragoman.config;

import dev.dragoman.config.YamlValue.Mapping;
import dev.dragoman.config.YamlValue.Scalar;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ids of deployments: {@code model_info.id}, else the first 16 hex digits of SHA-256 over the
 * entry's name and parameters as they were written, keys sorted, so that neither order nor the
 * environment changes it. The same entry again gets {@code -2}, {@code -3} ...
 */
final class DeploymentIds {
  private static final int HEX_BYTES = 8;
  private static final String FORM = "[!-~]{1,128}";

  private final Set<String> pinned = new HashSet<>();
  private final Map<String, Position> used = new HashMap<>();

  /** For the entries of this list, whose own ids are not given to others. */
  DeploymentIds(List<YamlValue> entries) {
    for (YamlValue entry : entries) {
      if (entry instanceof Mapping mapping
          && mapping.value("model_info") instanceof Mapping info
          && info.value("id") instanceof Scalar id) {
        pinned.add(id.text());
      }
    }
  }

  /** The id of an entry; a second use of the same {@code model_info.id} is a fault. */
  String of(Fields entry, Fields info) {
    String own = info.text("id");
    if (own == null) {
      return derived(entry.mapping());
    }
    if (!own.matches(FORM)) {
      info.fault("id", "must be 1 to 128 printable ASCII characters without spaces");
    }
    Position first = used.putIfAbsent(own, info.place("id"));
    if (first != null) {
      info.fault("id", "is used twice; the first is in line " + first.line());
    }
    return own;
  }

  private String derived(Mapping entry) {
    String content = json(entry.value("model_name")) + json(entry.value("litellm_params"));
    String base = HexFormat.of().formatHex(sha256(content), 0, HEX_BYTES);
    String id = base;
    for (int n = 2; pinned.contains(id) || used.containsKey(id); n++) {
      id = base + "-" + n;
    }
    used.put(id, entry.at());
    return id;
  }

  private static String json(@Nullable YamlValue value) {
    return value == null ? "null" : value.canonicalJson();
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
