package dev.dragoman.doctor;

import dev.dragoman.doctor.Answer.Fault;
import dev.dragoman.doctor.Answer.Pace;
import dev.dragoman.http.Responder;
import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.MessageFold;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.wire.Frame;
import dev.dragoman.wire.Headers;
import dev.dragoman.wire.SseReader;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** A client's end of one answer: reads the stream while it arrives, or the document at its end. */
final class Hearing implements Responder {
  private static final int MAX_EVENT = 16 << 20;

  private final InstantSource clock;
  private final long asked;
  private final MessageFold fold = new MessageFold();
  private final ByteArrayOutputStream document = new ByteArrayOutputStream();
  private int status;
  private Headers headers = Headers.EMPTY;
  private @Nullable RawJson error;
  private int pieces;
  private long first;
  private long last;

  Hearing(InstantSource clock) {
    this.clock = clock;
    this.asked = clock.millis();
  }

  int status() {
    return status;
  }

  String requestId() {
    String id = headers.first("request-id");
    return id == null ? "" : id;
  }

  /** To be asked at the end. */
  Pace pace() {
    return new Pace(pieces, first, last, clock.millis() - asked);
  }

  @Override
  public OutputStream begin(int begun, Headers with) {
    status = begun;
    headers = with;
    String type = with.first("content-type");
    return type != null && type.startsWith("text/event-stream") ? new Events() : document;
  }

  /** What came in place of an answer; null if it is whole. */
  @Nullable Fault fault() {
    RawJson envelope = error;
    if (envelope == null && status != 200) {
      envelope = document();
    }
    if (envelope == null) {
      return null;
    }
    try {
      JsonFields said = JsonFields.of(envelope).object("error");
      return new Fault(said.text("type"), said.text("message"));
    } catch (JacksonException e) {
      return new Fault("", "the gateway answered with what is no JSON");
    }
  }

  /**
   * The whole message.
   *
   * @throws IllegalStateException if it did not end
   * @throws ApiException if a call's input is no JSON object
   */
  JsonFields message() {
    if (document.size() > 0) {
      return JsonFields.of(document());
    }
    byte[] whole = Json.bytes(fold::writeTo);
    return JsonFields.of(new RawJson(whole, 0, whole.length));
  }

  private RawJson document() {
    byte[] whole = document.toByteArray();
    return new RawJson(whole, 0, whole.length);
  }

  private void event(Frame frame) {
    RawJson data = frame.copy();
    if (frame.event().equals("error")) {
      error = data;
      return;
    }
    fold.accept(new StreamEvent.Passed(frame.event(), data));
    boolean text =
        frame.event().equals("content_block_delta")
            && JsonFields.of(data).object("delta").text("type").equals("text_delta");
    if (text) {
      last = clock.millis() - asked;
      first = pieces == 0 ? last : first;
      pieces++;
    }
  }

  /** What arrives is read at once: the time it comes is part of what is heard. */
  private final class Events extends OutputStream {
    private final SseReader reader = new SseReader(MAX_EVENT, Hearing.this::event);

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      reader.feed(bytes, from, length);
    }

    @Override
    public void close() {
      reader.end();
    }
  }
}
