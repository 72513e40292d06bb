package dev.dragoman.store;

import dev.dragoman.access.Policy;
import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import java.util.Map;

/**
 * The stored form of what the operator sets for all callers: one JSON object, in {@code settings}
 * what was written, by LiteLLM's names, byte for byte.
 */
final class PolicyJson {
  private static final int VERSION = 1;

  private PolicyJson() {}

  static String write(Map<String, RawJson> policy) {
    return Json.text(out -> {
      out.writeStartObject();
      Document.writeVersion(out, VERSION);
      Document.write(out, "settings", policy);
      out.writeEndObject();
    });
  }

  /** Reads one that {@link Policy} understands; any other is a fault, so that no limit is lost. */
  static Map<String, RawJson> read(String json) {
    Map<String, RawJson> policy = Document.read("policy", VERSION, json).object("settings");
    try {
      Policy.of(policy);
      return policy;
    } catch (IllegalArgumentException e) {
      throw StoreFault.of("a stored policy cannot be read: " + e.getMessage(), e);
    }
  }
}
