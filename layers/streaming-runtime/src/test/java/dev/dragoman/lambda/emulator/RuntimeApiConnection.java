package dev.dragoman.lambda.emulator;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One connection that a function has opened to the emulator. */
final class RuntimeApiConnection implements Runnable {

  private static final String ROOT = "/2018-06-01/runtime/";
  private static final Pattern ANSWER =
      Pattern.compile("POST " + ROOT + "invocation/([^/ ]+)/(response|error) HTTP/1\\.1");
  private static final int CLOSE_MILLIS = 2_000;
  private static final int LOOK_MILLIS = 5;

  private final RuntimeApiEmulator emulator;
  private final Socket socket;
  private final Wire wire;

  RuntimeApiConnection(RuntimeApiEmulator emulator, Socket socket) throws IOException {
    this.emulator = emulator;
    this.socket = socket;
    this.wire = new Wire(socket);
  }

  @Override
  public void run() {
    try {
      boolean open = true;
      while (open && !wire.closed(0)) {
        wire.rewind();
        String request = wire.line();
        emulator.requested(request);
        open = serve(request, wire.fields());
      }
    } catch (ProtocolFault e) {
      emulator.violated(e.getMessage());
      refuse();
    } catch (EOFException | SocketException e) {
      // The function is gone, which is its right between requests; a cut answer is told elsewhere.
    } catch (IOException | InterruptedException e) {
      emulator.violated("the emulator failed: " + e);
    } finally {
      close();
      emulator.gone(this);
    }
  }

  private void refuse() {
    try {
      reply(
          400,
          Map.of("Connection", "close"),
          "{\"errorType\":\"InvalidRequest\"}".getBytes(StandardCharsets.UTF_8));
      hangUp();
    } catch (IOException e) {
      // It has been told to the test.
    }
  }

  /** Closes so that the last reply is not lost to a reset: what still comes in is read away. */
  private void hangUp() throws IOException {
    socket.shutdownOutput();
    socket.setSoTimeout(CLOSE_MILLIS);
    socket.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  /** Whether the connection can go on. */
  private boolean serve(String request, Map<String, String> headers)
      throws IOException, InterruptedException {
    if (!headers.containsKey("host")) {
      throw new ProtocolFault("no Host: " + request);
    }
    Matcher answer = ANSWER.matcher(request);
    if (answer.matches()) {
      return answer(answer.group(1), answer.group(2).equals("error"), headers);
    }
    return switch (request.replace(ROOT, "").replace(" HTTP/1.1", "")) {
      case "GET invocation/next" -> next();
      case "GET restore/next" -> restore();
      case "POST init/error" -> report(headers, emulator.initErrors());
      case "POST restore/error" -> report(headers, emulator.restoreErrors());
      default -> throw new ProtocolFault("no such request: " + request);
    };
  }

  private boolean next() throws IOException, InterruptedException {
    switch (emulator.nextFault()) {
      case Fault.None none -> {}
      case Fault.Slow slow -> Thread.sleep(slow.delay());
      case Fault.Close close -> {
        return false;
      }
      case Fault.Status status -> {
        reply(status.status(), Map.of(), "{}".getBytes(StandardCharsets.UTF_8));
        return true;
      }
      case Fault.NoRequestId none -> {
        reply(
            200, Map.of("Content-Type", "application/json"), "{}".getBytes(StandardCharsets.UTF_8));
        return true;
      }
    }
    Invocation invocation = awaitEvent();
    if (invocation == null) {
      return false;
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("Lambda-Runtime-Aws-Request-Id", invocation.id());
    headers.put(
        "Lambda-Runtime-Deadline-Ms", Long.toString(invocation.event().deadline().toEpochMilli()));
    headers.putAll(invocation.event().headers());
    invocation.deliver();
    reply(200, headers, invocation.event().body());
    return true;
  }

  /**
   * The next event, or null when the function went away: a killed process must not take an event
   * with it.
   */
  private @Nullable Invocation awaitEvent() throws IOException {
    emulator.waiting(1);
    try {
      int look = 1;
      while (true) {
        Invocation invocation = emulator.take();
        boolean gone = wire.closed(look);
        if (invocation != null && gone) {
          emulator.giveBack(invocation);
        }
        if (invocation != null || gone) {
          return gone ? null : invocation;
        }
        look = LOOK_MILLIS;
      }
    } finally {
      emulator.waiting(-1);
    }
  }

  private boolean restore() throws IOException, InterruptedException {
    emulator.checkpoint();
    reply(200, Map.of(), new byte[0]);
    return true;
  }

  private boolean report(Map<String, String> headers, RuntimeApiEmulator.Reports reports)
      throws IOException {
    byte[] body = wire.bytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
    reports.add(
        new RuntimeApiEmulator.Report(
            headers.getOrDefault("lambda-runtime-function-error-type", ""), JsonTree.object(body)));
    reply(202, Map.of(), "{\"status\":\"OK\"}".getBytes(StandardCharsets.UTF_8));
    return true;
  }

  private boolean answer(String id, boolean error, Map<String, String> headers) throws IOException {
    Invocation invocation = emulator.invocation(id);
    if (!invocation.begin()) {
      throw new ProtocolFault("answered twice: " + id);
    }
    Fault.OfAnswer fault = invocation.event().fault();
    boolean refused = fault instanceof Fault.Refuse;
    if (fault instanceof Fault.Refuse refuse && refuse.atOnce()) {
      reply(
          refuse.status(),
          Map.of("Connection", "close"),
          "{\"errorType\":\"TooLarge\"}".getBytes(StandardCharsets.UTF_8));
      invocation.answered(cut(headers));
      hangUp();
      return false;
    }
    try {
      Answer answer = new PostedAnswer(wire, invocation, headers).read(error);
      if (fault instanceof Fault.ResetAfter && answer.mode() == Answer.Mode.CUT) {
        socket.setSoLinger(true, 0);
        socket.close();
        invocation.answered(answer);
        return false;
      }
      if (answer.mode() == Answer.Mode.CUT) {
        invocation.answered(answer);
        return false;
      }
      boolean streamed = answer.mode() == Answer.Mode.STREAMING;
      if (refused) {
        reply(
            ((Fault.Refuse) fault).status(),
            Map.of(),
            "{\"errorType\":\"TooLarge\"}".getBytes(StandardCharsets.UTF_8));
      } else {
        reply(202, Map.of(), "{\"status\":\"OK\"}".getBytes(StandardCharsets.UTF_8));
      }
      boolean closed = streamed && wire.closed(CLOSE_MILLIS);
      if (streamed && !closed) {
        throw new ProtocolFault("a streamed answer's connection must be closed");
      }
      invocation.answered(closed ? closed(answer) : answer);
      return !closed;
    } catch (ProtocolFault e) {
      invocation.broken(e);
      throw e;
    }
  }

  private Answer cut(Map<String, String> headers) {
    return new Answer(
        Answer.Mode.CUT, Map.copyOf(headers), List.of(), new byte[0], Map.of(), wire.tape(), false);
  }

  private static Answer closed(Answer answer) {
    return new Answer(
        answer.mode(),
        answer.headers(),
        answer.chunks(),
        answer.body(),
        answer.trailers(),
        answer.wire(),
        true);
  }

  private void reply(int status, Map<String, String> headers, byte[] body) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Emulated\r\n");
    headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    byte[] bytes = head.toString().getBytes(StandardCharsets.UTF_8);
    byte[] whole = Arrays.copyOf(bytes, bytes.length + body.length);
    System.arraycopy(body, 0, whole, bytes.length, body.length);
    socket.getOutputStream().write(whole);
  }

  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It was to be gone, and is.
    }
  }
}
