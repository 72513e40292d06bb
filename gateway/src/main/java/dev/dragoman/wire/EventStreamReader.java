package dev.dragoman.wire;

import dev.dragoman.json.Json;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/**
 * Cuts a byte stream, however it is split, into the messages of an AWS event stream.
 *
 * <p>A message is its length (4 bytes), the length of its headers (4), a CRC-32 of both (4),
 * headers, payload, and a CRC-32 of all. A frame's name is {@code :event-type}; that of an
 * exception {@code :exception-type}. An error that is not modelled is named {@code :error}, with
 * {@code {"code": ..., "message": ...}} as its data.
 *
 * @see <a href="https://smithy.io/2.0/aws/amazon-eventstream.html">Amazon event stream</a>
 */
public final class EventStreamReader implements FrameReader {
  /** The media type of such a stream. */
  public static final String MEDIA_TYPE = "application/vnd.amazon.eventstream";

  /** The name of an error that the service's model does not know. */
  public static final String ERROR = ":error";

  private static final int PRELUDE = 12;
  private static final int SMALLEST = PRELUDE + 4;

  private final int limit;
  private final Consumer<Frame> out;
  private byte[] kept = new byte[1024];
  private int length;

  /**
   * A reader that passes each message to {@code out}.
   *
   * @param limit the most bytes a message may have
   */
  public EventStreamReader(int limit, Consumer<Frame> out) {
    this.limit = limit;
    this.out = out;
  }

  @Override
  public void feed(byte[] bytes, int from, int count) {
    int at = from;
    int end = from + count;
    while (at < end) {
      int wanted = length < PRELUDE ? PRELUDE : messageLength();
      int taken = Math.min(wanted - length, end - at);
      keep(bytes, at, taken);
      at += taken;
      if (length == PRELUDE) {
        messageLength();
      } else if (length == wanted) {
        length = 0;
        decode(ByteBuffer.wrap(kept, 0, wanted));
      }
    }
  }

  @Override
  public void end() {
    if (length > 0) {
      throw new Broken("the event stream was cut within a message");
    }
  }

  private int messageLength() {
    ByteBuffer prelude = ByteBuffer.wrap(kept, 0, PRELUDE);
    int total = prelude.getInt();
    prelude.getInt();
    CRC32 crc = new CRC32();
    crc.update(kept, 0, PRELUDE - 4);
    if ((int) crc.getValue() != prelude.getInt() || total < SMALLEST) {
      throw new Broken("the event stream is corrupt");
    }
    if (total > limit) {
      throw new Broken("a message of the event stream is larger than " + limit + " bytes");
    }
    return total;
  }

  private void keep(byte[] bytes, int from, int count) {
    if (length + count > kept.length) {
      kept = Arrays.copyOf(kept, Math.max(length + count, 2 * kept.length));
    }
    System.arraycopy(bytes, from, kept, length, count);
    length += count;
  }

  private void decode(ByteBuffer bytes) {
    Message message;
    try {
      message = Message.decode(bytes);
    } catch (RuntimeException e) {
      // A wrong checksum, or headers that do not fit their length.
      throw new Broken("the event stream is corrupt");
    }
    Map<String, HeaderValue> headers = message.getHeaders();
    String type = text(headers, ":message-type");
    byte[] data = message.getPayload();
    String name =
        switch (type) {
          case "exception" -> text(headers, ":exception-type");
          case "error" -> {
            data = error(headers);
            yield ERROR;
          }
          default -> text(headers, ":event-type");
        };
    out.accept(new Frame(name, data, 0, data.length));
  }

  private static byte[] error(Map<String, HeaderValue> headers) {
    return Json.bytes(json -> {
      json.writeStartObject();
      json.writeStringProperty("code", text(headers, ":error-code"));
      json.writeStringProperty("message", text(headers, ":error-message"));
      json.writeEndObject();
    });
  }

  private static String text(Map<String, HeaderValue> headers, String name) {
    HeaderValue value = headers.get(name);
    try {
      return value == null ? "" : value.getString();
    } catch (IllegalStateException e) {
      return "";
    }
  }
}
