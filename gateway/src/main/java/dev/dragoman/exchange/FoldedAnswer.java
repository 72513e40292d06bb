package dev.dragoman.exchange;

import dev.dragoman.http.Responder;
import dev.dragoman.json.Json;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.MessageFold;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.util.function.Supplier;

/** The same events folded into one answer, for a client that did not ask for a stream. */
final class FoldedAnswer implements ClientAnswer {
  private final Responder responder;
  private final Supplier<Headers> headers;
  private final Transcript transcript;
  private MessageFold fold = new MessageFold();
  private boolean content;
  private byte[] body = {};

  FoldedAnswer(Responder responder, Supplier<Headers> headers, Transcript transcript) {
    this.responder = responder;
    this.headers = headers;
    this.transcript = transcript;
  }

  @Override
  public void accept(StreamEvent event) {
    content |= ClientAnswer.isContent(event);
    fold.accept(event);
  }

  @Override
  public boolean content() {
    return content;
  }

  @Override
  public void flush() {}

  @Override
  public boolean told() {
    return false;
  }

  @Override
  public long sent() {
    return body.length;
  }

  @Override
  public void rewind() {
    content = false;
    fold = new MessageFold();
  }

  @Override
  public void end() {
    body = Json.bytes(fold::writeTo);
  }

  @Override
  public boolean fail(ApiError error) {
    return false;
  }

  @Override
  public void close() throws IOException {
    transcript.toClient(body);
    responder.whole(200, headers.get().with("content-type", "application/json"), body);
  }
}
