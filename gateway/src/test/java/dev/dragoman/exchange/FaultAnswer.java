package dev.dragoman.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.fault.ProperAnswer;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.messages.OfficialTypes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a client got from a provider that fails, read as strictly as a client may. */
final class FaultAnswer {
  private final Recorded recorded;
  private final boolean stream;
  private final List<JsonNode> events;
  private final JsonNode body;

  private FaultAnswer(Recorded recorded, boolean stream) {
    this.recorded = recorded;
    this.stream = stream;
    boolean streamed = recorded.header("content-type").startsWith("text/event-stream");
    this.events = streamed ? SearchScene.events(recorded) : List.of();
    this.body =
        streamed
            ? JsonMapper.shared().createObjectNode()
            : JsonMapper.shared().readTree(recorded.body());
  }

  static FaultAnswer of(Recorded recorded, boolean stream) {
    return new FaultAnswer(recorded, stream);
  }

  /** Whether it says that it is whole. */
  boolean isWhole() {
    return stream
        ? events.stream().anyMatch(event -> is(event, "message_stop"))
        : recorded.status() == 200;
  }

  /** Whether it says why it ended. */
  boolean saysReason() {
    return isWhole()
        || events.stream().anyMatch(event -> event.path("delta").path("stop_reason").isString());
  }

  /** Its text so far. */
  String text() {
    StringBuilder text = new StringBuilder();
    events.forEach(event -> text.append(event.path("delta").path("text").asString("")));
    body.path("content").forEach(block -> text.append(block.path("text").asString("")));
    return text.toString();
  }

  /** In a few words for a table. */
  String told() {
    if (recorded.status() != 200) {
      String retryAfter = recorded.header("retry-after");
      String again = recorded.header("x-should-retry");
      return recorded.status()
          + " `"
          + type(body)
          + "`"
          + (retryAfter.isEmpty() ? "" : ", retry-after " + retryAfter)
          + (again.equals("false") ? ", not to be retried" : "");
    }
    if (isWhole()) {
      return text().equals(ProperAnswer.TEXT)
          ? "the whole answer"
          : text().startsWith(ProperAnswer.TEXT)
              ? "the whole answer, and what came behind it"
              : text().isEmpty() ? "an empty answer" : "an answer of other text";
    }
    String so =
        text().isEmpty()
            ? "no content"
            : text().equals(ProperAnswer.TEXT) ? "all of the text" : "some of the text";
    return so + ", `event: error` of `" + type(events.getLast()) + "`";
  }

  private static String type(JsonNode error) {
    return error.path("error").path("type").asString("");
  }

  private static boolean is(JsonNode node, String type) {
    return node.path("type").asString("").equals(type);
  }

  /** Fails if it is anything that a client of the Messages API could not take. */
  void assertProper() {
    assertNotEquals(0, recorded.status(), "no answer at all");
    assertTrue(recorded.closed(), "the answer was never closed");
    assertFalse(recorded.body().contains("the gateway failed"), recorded::body);
    assertFalse(recorded.body().contains("sk-upstream"), recorded::body);
    // Twice, for a provider that begins again.
    String sent = ProperAnswer.TEXT + ProperAnswer.TEXT;
    assertTrue(sent.startsWith(text()), () -> "not what was sent: " + text());
    if (isWhole()) {
      assertEquals(200, recorded.status());
    }
    if (events.isEmpty()) {
      assertEquals("application/json", recorded.header("content-type"));
      if (recorded.status() != 200) {
        assertError(body);
        assertEquals(recorded.header("request-id"), body.path("request_id").asString(""));
        assertTrue(recorded.status() >= 400, () -> "status " + recorded.status());
      }
      return;
    }
    assertEquals(200, recorded.status());
    assertEvents();
  }

  private void assertEvents() {
    assertTrue(is(events.getFirst(), "message_start"), recorded::body);
    // The official types have neither pings nor errors among their events.
    events.stream()
        .filter(event -> !is(event, "ping") && !is(event, "error"))
        .forEach(
            event -> OfficialTypes.assertEvent(event.toString().getBytes(StandardCharsets.UTF_8)));
    SearchScene.blocks(recorded);
    JsonNode last = events.getLast();
    if (is(last, "error")) {
      assertError(last);
      assertFalse(isWhole(), recorded::body);
    } else {
      assertTrue(is(last, "message_stop"), recorded::body);
    }
    long ends =
        events.stream().filter(event -> is(event, "error") || is(event, "message_stop")).count();
    assertEquals(1, ends, recorded::body);
  }

  private void assertError(JsonNode error) {
    assertTrue(is(error, "error"), recorded::body);
    String type = type(error);
    assertTrue(
        Arrays.stream(ErrorType.values()).anyMatch(known -> known.json().equals(type)),
        recorded::body);
    assertFalse(error.path("error").path("message").asString("").isBlank(), recorded::body);
  }
}
