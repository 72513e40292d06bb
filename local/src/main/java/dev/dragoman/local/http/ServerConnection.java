package dev.dragoman.local.http;

import dev.dragoman.http.Request;
import dev.dragoman.wire.RequestHead;
import dev.dragoman.wire.WireInput;
import dev.dragoman.wire.WireOutput;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One client's connection: its requests are answered one after the other. */
final class ServerConnection implements Runnable {
  private static final int INPUT = 8 * 1024;
  private static final int OUTPUT = 16 * 1024;

  /** How long a client that was refused may go on sending, so that it gets to read why. */
  private static final Duration LINGER = Duration.ofSeconds(2);

  private enum State {
    /** Waiting for a request, and may be closed without harm. */
    IDLE,
    BUSY,
    CLOSED
  }

  private final Socket socket;
  private final HttpServer.Service service;
  private final HttpServer server;
  private final ServerSocketInput socketIn;
  private final ServerSocketOutput socketOut;
  private final WireInput in;
  private final WireOutput out;
  private final RequestReader reader;
  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);
  private volatile @Nullable Thread thread;

  ServerConnection(Socket socket, HttpServer.Service service, HttpServer server)
      throws IOException {
    this.socket = socket;
    this.service = service;
    this.server = server;
    this.socketIn = new ServerSocketInput(socket);
    this.socketOut = new ServerSocketOutput(socket.getOutputStream());
    this.in = new WireInput(socketIn, INPUT);
    this.out = new WireOutput(socketOut, OUTPUT);
    this.reader = new RequestReader(in, socketIn, socketOut, service.limits());
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    try {
      socketIn.within(service.limits().headTime());
      while (next() && exchange()) {
        socketIn.within(service.limits().idleTime());
      }
    } catch (IOException e) {
      // The client has gone, or was silent for too long.
    } finally {
      cut();
      server.remove(this);
    }
  }

  /** Waits for the next request to begin; false when there will be none. */
  private boolean next() throws IOException {
    if (in.buffered() == 0) {
      state.compareAndSet(State.BUSY, State.IDLE);
      if (server.stopping()) {
        return false;
      }
    }
    return in.await() && (state.get() == State.BUSY || state.compareAndSet(State.IDLE, State.BUSY));
  }

  /** One exchange; whether another may follow. */
  private boolean exchange() throws IOException {
    String method = "GET";
    try {
      RequestHead head = reader.head();
      method = head.method();
      Request request = reader.request(head);
      boolean keep = !head.closes() && !server.stopping();
      return answer(request, new ServerResponder(out, method, head.minor(), keep));
    } catch (Refusal e) {
      error(new ServerResponder(out, method, 1, false), e.status, e.message);
      linger();
      return false;
    }
  }

  private boolean answer(Request request, ServerResponder responder) throws IOException {
    try {
      service.handler().handle(request, responder);
    } catch (IOException | RuntimeException | Error e) {
      // Whatever it was, the client must be told, by an error or by a cut.
    }
    if (!responder.begun()) {
      error(responder, 500, "The server failed to answer.");
    }
    if (!responder.ended() && responder.untilClose()) {
      socket.setSoLinger(true, 0);
    }
    return responder.ended() && responder.keeps();
  }

  /** Cuts the connection and interrupts its handler. */
  void abandon() {
    cut();
    Thread handling = thread;
    if (handling != null) {
      handling.interrupt();
    }
  }

  private void error(ServerResponder responder, int status, String message) throws IOException {
    ErrorAnswer answer = service.errors().of(status, message);
    responder.whole(status, answer.headers(), answer.body());
  }

  /** Lets the client read the answer: closing with unread input would take it from its hands. */
  private void linger() throws IOException {
    socket.shutdownOutput();
    socketIn.within(LINGER);
    byte[] dropped = new byte[INPUT];
    while (socketIn.read(dropped, 0, dropped.length) >= 0) {
      continue;
    }
  }

  boolean stuck(long nanos) {
    return socketOut.stuck(nanos);
  }

  void closeIfIdle() {
    if (state.compareAndSet(State.IDLE, State.CLOSED)) {
      cut();
    }
  }

  /** Ends the connection at once, from any thread. */
  void cut() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
