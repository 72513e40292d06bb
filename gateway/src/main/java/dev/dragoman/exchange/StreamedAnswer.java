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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Events as they come, as server-sent events: one write for all that came at once. */
final class StreamedAnswer implements ClientAnswer {
  private final Responder responder;
  private final String requestId;
  private final Supplier<Headers> headers;
  private final Transcript transcript;

  private final ByteArrayOutputStream pending = new ByteArrayOutputStream(4096);
  private final SseWriter frames = new SseWriter(pending);
  private final JsonGenerator json = Json.generator(pending);
  private @Nullable OutputStream out;

  StreamedAnswer(
      Responder responder, String requestId, Supplier<Headers> headers, Transcript transcript) {
    this.responder = responder;
    this.requestId = requestId;
    this.headers = headers;
    this.transcript = transcript;
  }

  @Override
  public void accept(StreamEvent event) {
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
  public void flush() throws IOException {
    if (pending.size() == 0) {
      return;
    }
    if (out == null) {
      out =
          responder.begin(
              200,
              headers
                  .get()
                  .with("content-type", "text/event-stream; charset=utf-8")
                  .with("cache-control", "no-cache"));
    }
    transcript.toClient(pending);
    pending.writeTo(out);
    pending.reset();
    out.flush();
  }

  @Override
  public void end() throws IOException {
    flush();
  }

  @Override
  public boolean fail(ApiError error) throws IOException {
    if (out == null) {
      return false;
    }
    accept(new StreamEvent.Failed(error));
    flush();
    return true;
  }

  @Override
  public void close() throws IOException {
    flush();
    if (out != null) {
      out.close();
    }
  }
}
