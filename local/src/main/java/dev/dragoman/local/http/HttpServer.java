package dev.dragoman.local.http;

import dev.dragoman.http.Handler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A server for HTTP/1.1 and 1.0 (RFC 9112): connections are kept, requests may be pipelined, bodies
 * are read whole before the handler is called, and answers are streamed as the handler flushes
 * them. The virtual machine stays up until {@link #stop}.
 *
 * <p>Requests that cannot be understood or pass a limit are answered by the server itself, with a
 * status of 400, 408, 413, 414, 417, 431, 501 or 505 and the caller's {@link ErrorAnswer}, and end
 * their connection. A handler that throws, or returns without an answer, before anything has begun
 * is answered with 500; after that the answer is cut, so that the client cannot take it for whole.
 * The server logs nothing: a handler that wants its faults known wraps itself.
 */
public final class HttpServer {
  private static final int BACKLOG = 1024;

  /** How long a handler that was interrupted may take to end. */
  private static final Duration SETTLING = Duration.ofSeconds(5);

  /** What the connections of one server share. */
  record Service(Limits limits, Handler handler, ErrorAnswer.Maker errors) {}

  private final ServerSocket socket;
  private final Service service;
  private final Thread watcher;
  private final Thread acceptor;

  /** Guarded by itself, as is the flag below. */
  private final Set<ServerConnection> connections = new HashSet<>();

  private boolean stopping;

  private HttpServer(ServerSocket socket, Service service) {
    this.socket = socket;
    this.service = service;
    this.watcher = Thread.ofVirtual().name("http-watch").unstarted(this::watch);
    this.acceptor = Thread.ofPlatform().name("http-accept").unstarted(this::accept);
  }

  /**
   * Listens at that address; port 0 is any that is free.
   *
   * @throws IOException when the address cannot be had
   */
  public static HttpServer start(
      InetSocketAddress address, Limits limits, Handler handler, ErrorAnswer.Maker errors)
      throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.bind(address, BACKLOG);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    HttpServer server = new HttpServer(socket, new Service(limits, handler, errors));
    server.watcher.start();
    server.acceptor.start();
    return server;
  }

  /** Where it listens, with the port it got. */
  public InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /**
   * Takes no more connections, closes those that are idle, lets the exchanges under way end for as
   * long as the grace lasts, and then cuts them. Their handlers are interrupted, and have a moment
   * to write down what there is to write.
   */
  public void stop(Duration grace) throws InterruptedException {
    closeListener();
    synchronized (connections) {
      stopping = true;
    }
    // Until it has let go of the socket, the port still takes connections.
    acceptor.join(SETTLING);
    snapshot().forEach(ServerConnection::closeIfIdle);
    awaitEnd(grace);
    snapshot().forEach(ServerConnection::abandon);
    awaitEnd(SETTLING);
    watcher.interrupt();
  }

  /** Waits until all connections have ended, or for so long. */
  private void awaitEnd(Duration longest) throws InterruptedException {
    long end = System.nanoTime() + longest.toNanos();
    synchronized (connections) {
      for (long left = longest.toNanos(); left > 0 && !connections.isEmpty(); ) {
        TimeUnit.NANOSECONDS.timedWait(connections, left);
        left = end - System.nanoTime();
      }
    }
  }

  private void closeListener() {
    try {
      socket.close();
    } catch (IOException e) {
      // It no longer listens either way.
    }
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        take(socket.accept());
      } catch (IOException e) {
        restAfterFailure();
      }
    }
  }

  /** Waits a little when connections cannot be taken, as without a free file descriptor. */
  private void restAfterFailure() {
    try {
      if (!socket.isClosed()) {
        Thread.sleep(50);
      }
    } catch (InterruptedException e) {
      closeListener();
    }
  }

  private void take(Socket client) throws IOException {
    try {
      client.setTcpNoDelay(true);
      ServerConnection connection = new ServerConnection(client, service, this);
      if (add(connection)) {
        Thread.ofVirtual().name("http").start(connection);
        return;
      }
    } catch (IOException e) {
      // It has gone before it was served.
    }
    client.close();
  }

  private boolean add(ServerConnection connection) {
    synchronized (connections) {
      return !stopping
          && connections.size() < service.limits().connections()
          && connections.add(connection);
    }
  }

  void remove(ServerConnection connection) {
    synchronized (connections) {
      connections.remove(connection);
      connections.notifyAll();
    }
  }

  boolean stopping() {
    synchronized (connections) {
      return stopping;
    }
  }

  private List<ServerConnection> snapshot() {
    synchronized (connections) {
      return List.copyOf(connections);
    }
  }

  /** Cuts connections whose clients take nothing of what is sent to them. */
  private void watch() {
    long writeTime = service.limits().writeTime().toNanos();
    long pause = Math.clamp(writeTime / 4, 1_000_000, 1_000_000_000);
    try {
      while (true) {
        Thread.sleep(Duration.ofNanos(pause));
        for (ServerConnection connection : snapshot()) {
          if (connection.stuck(writeTime)) {
            connection.cut();
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
