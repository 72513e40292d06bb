package dev.dragoman.exchange;

import dev.dragoman.http.Responder;
import dev.dragoman.json.Json;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.EventWriter;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.wire.Headers;
import dev.dragoman.wire.SseWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Events as they come, as server-sent events: one write for all that came at once. The status is
 * held until the first content, or the first ping: a client that has heard nothing for the interval
 * hears one, whatever the provider does.
 *
 * <p>The request's thread alone fills {@code pending}; what goes to the client goes under the lock,
 * which a ping only takes when it is free: then the answer is silent.
 */
final class StreamedAnswer implements ClientAnswer, Pulse.Beat {
  private static final byte[] PING =
      "event: ping\ndata: {\"type\":\"ping\"}\n\n".getBytes(StandardCharsets.US_ASCII);

  private final Responder responder;
  private final String requestId;
  private final Supplier<Headers> headers;
  private final Transcript transcript;
  private final long interval;
  private final Runnable departure;

  private final ByteArrayOutputStream pending = new ByteArrayOutputStream(4096);
  private final SseWriter frames = new SseWriter(pending);
  private final JsonGenerator json = Json.generator(pending);
  private boolean content;
  private boolean told;
  private long sent;

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable OutputStream out;
  private boolean over;
  private volatile long lastSent = System.nanoTime();

  /**
   * An answer that has not begun.
   *
   * @param interval of silence, after which a ping is sent
   * @param departure is run when a ping shows that the client has gone
   */
  StreamedAnswer(
      Responder responder,
      String requestId,
      Supplier<Headers> headers,
      Transcript transcript,
      Duration interval,
      Runnable departure) {
    this.responder = responder;
    this.requestId = requestId;
    this.headers = headers;
    this.transcript = transcript;
    this.interval = interval.toNanos();
    this.departure = departure;
  }

  @Override
  public void accept(StreamEvent event) {
    content = content || ClientAnswer.isContent(event);
    write(event);
  }

  private void write(StreamEvent event) {
    try {
      frames.begin(EventWriter.name(event));
      EventWriter.write(event, requestId, json);
      json.flush();
      frames.end();
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
  }

  @Override
  public boolean content() {
    return content;
  }

  @Override
  public void flush() throws IOException {
    if (content && pending.size() > 0) {
      send();
    }
  }

  private void send() throws IOException {
    lock.lock();
    try {
      OutputStream to = begun();
      told = true;
      transcript.toClient(pending);
      sent += pending.size();
      pending.writeTo(to);
      pending.reset();
      to.flush();
      lastSent = System.nanoTime();
    } finally {
      lock.unlock();
    }
  }

  private OutputStream begun() throws IOException {
    OutputStream to = out;
    if (to == null) {
      to =
          responder.begin(
              200,
              headers
                  .get()
                  .with("content-type", "text/event-stream; charset=utf-8")
                  .with("cache-control", "no-cache"));
      out = to;
    }
    return to;
  }

  @Override
  public boolean due(long now) {
    return now - lastSent >= interval;
  }

  /** A ping, unless the request's thread is just writing. */
  @Override
  public void beat() {
    if (!lock.tryLock()) {
      return;
    }
    try {
      if (!over && due(System.nanoTime())) {
        OutputStream to = begun();
        to.write(PING);
        to.flush();
        lastSent = System.nanoTime();
      }
    } catch (IOException e) {
      over = true;
      departure.run();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean told() {
    return told;
  }

  @Override
  public long sent() {
    return sent;
  }

  @Override
  public void rewind() {
    pending.reset();
    content = false;
  }

  @Override
  public void end() throws IOException {
    content = true;
    flush();
  }

  @Override
  public boolean fail(ApiError error) throws IOException {
    lock.lock();
    try {
      over = true;
      if (out == null) {
        return false;
      }
    } finally {
      lock.unlock();
    }
    write(new StreamEvent.Failed(error));
    send();
    return true;
  }

  @Override
  public void close() throws IOException {
    lock.lock();
    try {
      over = true;
      if (pending.size() > 0) {
        send();
      }
      if (out != null) {
        out.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
