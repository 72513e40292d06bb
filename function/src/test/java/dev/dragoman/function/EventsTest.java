package dev.dragoman.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every event of the events folder through the function, in both forms. */
class EventsTest {
  private static final Path EVENTS = Path.of("../events");

  /** What is expected of an event, by its name without where it came in. */
  private record Expected(int status, String contentType, String body) {}

  private static final Map<String, Expected> EXPECTED =
      Map.ofEntries(
          Map.entry("messages-streaming", sse("event: message_stop")),
          Map.entry("messages", json(200, "\"stop_reason\":\"end_turn\"")),
          Map.entry("messages-base64", json(200, "Grüße \\\"from\\\" the events/ folder: 🐫")),
          Map.entry("count-tokens", json(200, "\"input_tokens\":")),
          Map.entry("models-anthropic", json(200, "\"has_more\":true")),
          Map.entry("models-openai", json(200, "\"object\":\"list\"")),
          Map.entry("model", json(200, "\"id\":\"claude-demo\"")),
          Map.entry("health", json(200, "{\"status\":\"alive\"}")),
          Map.entry("readiness", json(200, "{\"status\":\"ready\"}")),
          Map.entry("root-head", new Expected(200, "application/json", "")),
          Map.entry("no-key", json(401, "\"type\":\"authentication_error\"")),
          Map.entry("no-body", json(400, "\"type\":\"invalid_request_error\"")),
          Map.entry("wrong-path", json(404, "there is nothing at /v2/nothing")),
          Map.entry("wrong-method", json(405, "/v1/messages takes POST")),
          Map.entry("schedule", json(200, "{}")),
          Map.entry("unknown", json(400, "neither of a REST API")));

  private static Expected json(int status, String part) {
    return new Expected(status, "application/json", part);
  }

  private static Expected sse(String part) {
    return new Expected(200, "text/event-stream; charset=utf-8", part);
  }

  static List<Path> events() throws IOException {
    try (Stream<Path> files = Files.list(EVENTS)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private static String name(Path event) {
    return event.getFileName().toString().replaceFirst("^(rest|url)-", "").replace(".json", "");
  }

  @Test
  void everyExpectationHasAnEvent() throws IOException {
    TreeSet<String> names = new TreeSet<>();
    events().forEach(event -> names.add(name(event)));
    assertEquals(new TreeSet<>(EXPECTED.keySet()), names);
  }

  @ParameterizedTest
  @MethodSource("events")
  void anEventIsAnsweredInBothForms(Path event) throws IOException {
    Expected expected = EXPECTED.get(name(event));
    assertTrue(expected != null, "nothing is expected of " + event);
    for (boolean streaming : List.of(true, false)) {
      MessagesFunction function =
          Invoked.function(
              Map.of(
                  "LITELLM_MASTER_KEY",
                  "sk-1234567890",
                  "STREAMING_RUNTIME",
                  streaming ? "1" : ""));
      Invoked answer = Invoked.by(function, Files.readAllBytes(event), streaming);
      assertEquals(expected.status(), answer.status(), answer.text());
      assertEquals(expected.contentType(), answer.header("content-type"));
      assertTrue(answer.text().contains(expected.body()), answer.text());
      if (expected.body().isEmpty()) {
        assertEquals("", answer.text());
      }
    }
  }
}
