package dev.dragoman.local.http;

import dev.dragoman.wire.HeadLimits;
import java.time.Duration;

/**
 * What a client may ask of the server before it is refused or dropped.
 *
 * @param head how much of a head is read
 * @param body octets of a request's body
 * @param connections how many may be open at once; more are closed as they come
 * @param headTime from a head's first octet to its end, and for the first octet of a connection
 * @param bodyTime from the end of a head to the end of its body
 * @param idleTime from the end of an exchange to the first octet of the next
 * @param writeTime that a client may take none of what is sent to it
 */
public record Limits(
    HeadLimits head,
    int body,
    int connections,
    Duration headTime,
    Duration bodyTime,
    Duration idleTime,
    Duration writeTime) {

  public static final Limits DEFAULT =
      new Limits(
          HeadLimits.DEFAULT,
          32 * 1024 * 1024,
          10_000,
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofSeconds(75),
          Duration.ofMinutes(1));
}
