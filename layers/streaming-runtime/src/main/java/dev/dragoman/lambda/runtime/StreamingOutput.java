package dev.dragoman.lambda.runtime;

import java.io.OutputStream;

/**
 * The output stream that a handler is given when its answer is streamed; under any other runtime
 * the handler gets another kind of stream, so {@code out instanceof StreamingOutput} tells.
 *
 * <p>Bytes are held until {@link #flush()}, {@link #close()} or 32 KiB: each flush that has
 * something to send is one HTTP chunk. The answer ends when the handler returns, not at {@code
 * close()}: a fault that a {@code try} block lets out after it closed the stream must still be
 * reported as a fault. Methods may be called from several threads.
 *
 * <p>A write throws {@link java.io.IOException} once the platform has given the invocation up, and
 * after the invocation's end.
 */
public abstract class StreamingOutput extends OutputStream {

  /** The content type of an answer that begins with an HTTP prelude; the default. */
  public static final String HTTP_INTEGRATION =
      "application/vnd.awslambda.http-integration-response";

  StreamingOutput() {}

  /**
   * Chooses the {@code Content-Type} of the answer. With any other than {@link #HTTP_INTEGRATION}
   * the bytes go out as they are, without a prelude.
   *
   * @throws IllegalStateException when the answer has begun
   * @throws IllegalArgumentException when the value cannot stand in a header
   */
  public abstract StreamingOutput contentType(String value);

  /**
   * Collects the answer and posts it whole, with {@code Content-Length} and as {@code
   * application/json} unless {@link #contentType} says otherwise: for events nobody waits on, such
   * as a schedule's.
   *
   * @throws IllegalStateException when the answer has begun
   */
  public abstract StreamingOutput buffered();

  /** Whether bytes have gone out, so that a fault can no longer become an error answer. */
  public abstract boolean begun();
}
