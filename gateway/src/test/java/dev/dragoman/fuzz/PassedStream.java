package dev.dragoman.fuzz;

import static dev.dragoman.fuzz.LegalStream.holds;

import dev.dragoman.messages.StreamEvent;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The same for events that are passed on as they came. Blocks may be numbered as the provider likes
 * and several be open, since clients take that; a block must be open for what belongs to it.
 */
final class PassedStream {
  private final Set<Integer> open = new HashSet<>();
  private boolean begun;
  private boolean stopped;

  boolean stopped() {
    return stopped;
  }

  void accept(StreamEvent.Passed event) {
    JsonNode data = JsonMapper.shared().readTree(event.data().toString());
    holds(
        data.path("type").asString("").equals(event.name()),
        "an event is of its own type: " + event);
    holds(!stopped, "nothing follows message_stop");
    holds(begun == !event.name().equals("message_start"), "message_start is first, once");
    switch (event.name()) {
      case "message_start" -> {
        begun = true;
        holds(data.path("message").path("usage").isObject(), "message_start has usage");
      }
      case "content_block_start" -> {
        holds(data.path("content_block").isObject(), "a block is an object");
        holds(open.add(index(data)), "a block starts once");
      }
      case "content_block_delta" -> {
        holds(data.path("delta").isObject(), "a delta is an object");
        holds(open.contains(index(data)), "a delta is of an open block");
      }
      case "content_block_stop" -> holds(open.remove(index(data)), "what closes is open");
      case "message_delta" -> holds(data.path("usage").isObject(), "message_delta has usage");
      case "message_stop" -> stopped = true;
      default -> {}
    }
  }

  private static Integer index(JsonNode data) {
    JsonNode index = data.path("index");
    holds(index.isMissingNode() || index.isInt(), "an index is a number");
    return index.asInt(0);
  }
}
