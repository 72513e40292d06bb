package dev.dragoman.lambda.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** An HTTP answer from a handler that may or may not be able to stream. */
public final class StreamingResponse {

  private static final int DELIMITER = 8;

  private StreamingResponse() {}

  /**
   * Begins an HTTP answer and returns the stream for its body.
   *
   * <p>On a {@link StreamingOutput} it writes the prelude and eight NUL bytes, which go out with
   * the first flush, and returns {@code out}. On any other stream it collects the body, and at
   * {@code close()} writes the proxy form {@code {"statusCode", "headers", "body",
   * "isBase64Encoded"}}, with a body that is not UTF-8 in base64. So it must be closed, best by
   * {@code try}: under either runtime a throwable that leaves the block still becomes a fault.
   *
   * @throws IOException when the platform has given the invocation up
   */
  public static OutputStream begin(OutputStream out, HttpPrelude prelude) throws IOException {
    if (out instanceof StreamingOutput) {
      out.write(prelude.toJson());
      out.write(new byte[DELIMITER]);
      return out;
    }
    return new ProxyBody(out, prelude);
  }

  private static final class ProxyBody extends ByteArrayOutputStream {
    private final OutputStream out;
    private final HttpPrelude prelude;
    private boolean closed;

    ProxyBody(OutputStream out, HttpPrelude prelude) {
      this.out = out;
      this.prelude = prelude.withCookiesAsHeaders();
    }

    @Override
    public void close() throws IOException {
      if (closed) {
        return;
      }
      closed = true;
      String body;
      boolean text = true;
      try {
        body =
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(buf, 0, count)).toString();
      } catch (CharacterCodingException e) {
        body = Base64.getEncoder().encodeToString(toByteArray());
        text = false;
      }
      StringBuilder json = Json.quote(body, prelude.fields().append(",\"body\":"));
      json.append(",\"isBase64Encoded\":").append(!text).append('}');
      out.write(json.toString().getBytes(StandardCharsets.UTF_8));
      out.flush();
    }
  }
}
