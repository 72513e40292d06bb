package dev.dragoman.lambda.emulator;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An event for a function.
 *
 * @param headers of the answer to {@code next}, beside the request id and the deadline
 */
public record Event(
    byte[] body, Map<String, String> headers, Instant deadline, Fault.OfAnswer fault) {

  /** An event with a minute to live and no further headers. */
  public static Event of(byte[] body) {
    return new Event(body, Map.of(), Instant.now().plusSeconds(60), new Fault.None());
  }

  /** The same of text. */
  public static Event of(String body) {
    return of(body.getBytes(StandardCharsets.UTF_8));
  }

  /** The event with one more header. */
  public Event with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Event(body, more, deadline, fault);
  }

  /** The event with another deadline. */
  public Event due(Instant instant) {
    return new Event(body, headers, instant, fault);
  }

  /** The event whose answer meets this fault. */
  public Event meeting(Fault.OfAnswer other) {
    return new Event(body, headers, deadline, other);
  }
}
