package dev.dragoman.fuzz;

import static dev.dragoman.fuzz.LegalStream.holds;

import dev.dragoman.json.Json;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.EventWriter;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What several readings do alike. */
final class Inputs {
  private Inputs() {}

  /** A document with one to four things wrong; as JSON mostly, sometimes as bytes. */
  static byte[] damaged(byte[] document, byte[] other, RandomGenerator random) {
    byte[] damaged = random.nextInt(8) == 0 ? indented(document) : document;
    for (int i = 1 + random.nextInt(1 + random.nextInt(4)); i > 0; i--) {
      damaged =
          random.nextInt(6) == 0
              ? ByteDamage.once(damaged, random)
              : JsonDamage.once(damaged, other, random);
    }
    return damaged;
  }

  /** The same in several lines. */
  private static byte[] indented(byte[] json) {
    JsonNode tree = JsonMapper.shared().readTree(json);
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(tree);
  }

  /** Fails unless the client can be told of the fault. */
  static void isTellable(ApiException fault) {
    LegalStream.parses(Json.bytes(out -> EventWriter.error(fault.error(), "req_1", out)));
    holds(fault.error().status() >= 400, "a fault has a status of faults");
    holds(!fault.error().message().contains("see its log"), "a fault is not ours");
  }
}
