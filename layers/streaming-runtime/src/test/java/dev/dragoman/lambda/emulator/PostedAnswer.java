package dev.dragoman.lambda.emulator;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads the post that answers one event, and holds it to the protocol. */
final class PostedAnswer {

  /** The platform's HTTP server reads a block of trailers into a buffer of this size. */
  private static final int TRAILERS_LIMIT = 4096;

  private static final String HTTP_INTEGRATION =
      "application/vnd.awslambda.http-integration-response";

  private final Wire wire;
  private final Invocation invocation;
  private final Map<String, String> headers;
  private final List<Chunk> chunks = new ArrayList<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  PostedAnswer(Wire wire, Invocation invocation, Map<String, String> headers) {
    this.wire = wire;
    this.invocation = invocation;
    this.headers = headers;
  }

  /**
   * Reads the whole of it. An answer that meets {@link Fault.ResetAfter} ends after so many chunks.
   */
  Answer read(boolean error) throws IOException {
    boolean streaming = "streaming".equals(headers.get("lambda-runtime-function-response-mode"));
    boolean chunked = "chunked".equals(headers.get("transfer-encoding"));
    String length = headers.get("content-length");
    if (streaming != chunked || chunked == (length != null)) {
      throw new ProtocolFault("neither streamed nor whole: " + headers);
    }
    if (!streaming) {
      body.write(wire.bytes(Integer.parseInt(String.valueOf(length))));
      return whole(error);
    }
    if (error) {
      throw new ProtocolFault("an error must come whole");
    }
    try {
      return streamed();
    } catch (EOFException | SocketException e) {
      return answer(Answer.Mode.CUT, Map.of(), true);
    }
  }

  private Answer whole(boolean error) {
    if (error) {
      Map<String, ?> report = JsonTree.object(body.toByteArray());
      if (!report.keySet().containsAll(List.of("errorType", "errorMessage", "stackTrace"))
          || !headers.containsKey("lambda-runtime-function-error-type")) {
        throw new ProtocolFault("an error without its type: " + report);
      }
    }
    return answer(error ? Answer.Mode.ERROR : Answer.Mode.BUFFERED, Map.of(), false);
  }

  private Answer streamed() throws IOException {
    List<String> announced =
        List.of(headers.getOrDefault("trailer", "").toLowerCase(Locale.ROOT).split(", "));
    while (true) {
      if (invocation.event().fault() instanceof Fault.ResetAfter reset
          && chunks.size() >= reset.chunks()) {
        return answer(Answer.Mode.CUT, Map.of(), false);
      }
      int size = wire.chunkSize();
      if (size == 0) {
        break;
      }
      byte[] bytes = wire.bytes(size);
      if (!wire.line().isEmpty()) {
        throw new ProtocolFault("a chunk is longer than it says");
      }
      body.write(bytes);
      Chunk chunk = new Chunk(System.nanoTime(), bytes);
      chunks.add(chunk);
      invocation.arrived(chunk);
    }
    int before = wire.tape().length;
    Map<String, String> trailers = wire.fields();
    if (wire.tape().length - before > TRAILERS_LIMIT) {
      throw new ProtocolFault("the trailers are longer than 4 KiB");
    }
    if (!announced.containsAll(trailers.keySet())) {
      throw new ProtocolFault("trailers nobody announced: " + trailers.keySet());
    }
    if (HTTP_INTEGRATION.equals(headers.get("content-type")) && trailers.isEmpty()) {
      Prelude.read(body.toByteArray());
    }
    return answer(Answer.Mode.STREAMING, trailers, false);
  }

  private Answer answer(Answer.Mode mode, Map<String, String> trailers, boolean closed) {
    return new Answer(
        mode,
        Map.copyOf(headers),
        List.copyOf(chunks),
        body.toByteArray(),
        trailers,
        wire.tape(),
        closed);
  }
}
