package dev.dragoman.lambda.emulator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a function answered to one event.
 *
 * @param headers of the request, by lower-case name
 * @param chunks of a streamed or cut answer
 * @param trailers by lower-case name
 * @param wire every byte of the request
 * @param closed whether the function closed the connection afterwards
 */
public record Answer(
    Mode mode,
    Map<String, String> headers,
    List<Chunk> chunks,
    byte[] body,
    Map<String, String> trailers,
    byte[] wire,
    boolean closed) {

  /** How the answer came. */
  public enum Mode {
    /** In chunks, as they were flushed. */
    STREAMING,
    /** Whole, with its length. */
    BUFFERED,
    /** As an error, in place of an answer. */
    ERROR,
    /** Begun, and cut off. */
    CUT
  }

  /**
   * What stands before the eight NUL bytes.
   *
   * @throws ProtocolFault when it is no prelude
   */
  public Map<String, @Nullable Object> prelude() {
    return Prelude.read(body);
  }

  /** What stands behind the eight NUL bytes. */
  public byte[] content() {
    return Arrays.copyOfRange(body, Prelude.end(body), body.length);
  }

  /** The content as UTF-8. */
  public String text() {
    return new String(content(), StandardCharsets.UTF_8);
  }

  /** The header or trailer that names the kind of fault; null when there was none. */
  public @Nullable String errorType() {
    String name = "lambda-runtime-function-error-type";
    return mode == Mode.ERROR ? headers.get(name) : trailers.get(name);
  }

  /** The fault as the function reported it. */
  public Map<String, @Nullable Object> error() {
    byte[] json =
        mode == Mode.ERROR
            ? body
            : Base64.getDecoder()
                .decode(trailers.getOrDefault("lambda-runtime-function-error-body", ""));
    return JsonTree.object(json);
  }
}
