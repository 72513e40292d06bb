package dev.dragoman.upstream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.dragoman.wire.HeadLimits;
import dev.dragoman.wire.RequestHead;
import dev.dragoman.wire.WireInput;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server whose connections are each played by a script, in the order in which they come; for
 * tests of clients. Closing it ends all of them.
 */
public final class ScriptedServer implements AutoCloseable {
  /** What happens on one connection. */
  @FunctionalInterface
  public interface Script {
    void play(Peer peer) throws Exception;
  }

  private final ServerSocket listener;
  private final List<Script> scripts;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);

  /** The heads and bodies of all requests that scripts have read. */
  public final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();

  public ScriptedServer(Script... scripts) throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), scripts);
  }

  /** A server behind that listener, which may be one for TLS. */
  public ScriptedServer(ServerSocket listener, Script... scripts) {
    this.listener = listener;
    this.scripts = List.of(scripts);
    Thread.ofVirtual().start(this::accept);
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + path);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** How many connections have been made. */
  public int accepted() {
    return accepted.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        sockets.add(socket);
        Script script = scripts.get(Math.min(accepted.getAndIncrement(), scripts.size() - 1));
        Thread.ofVirtual().start(() -> play(script, socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void play(Script script, Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      script.play(new Peer(socket));
    } catch (Exception e) {
      // The client has gone, or was meant to see this.
    }
  }

  @Override
  public void close() throws IOException {
    closing.countDown();
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  /** The server's side of one connection. */
  public final class Peer {
    private final Socket socket;
    private final WireInput in;
    private final OutputStream out;

    private Peer(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new WireInput(socket.getInputStream(), 8192);
      this.out = socket.getOutputStream();
    }

    /** Reads one request whole. */
    public RequestHead request() throws IOException {
      RequestHead head = RequestHead.read(in, HeadLimits.DEFAULT);
      StringBuilder text = new StringBuilder(head.method() + " " + head.target() + "\n");
      head.headers().forEach((name, value) -> text.append(name + ": " + value + "\n"));
      text.append("\n").append(new String(head.body(in).readAllBytes(), ISO_8859_1));
      requests.add(text.toString());
      return head;
    }

    public Peer send(String text) throws IOException {
      out.write(text.getBytes(ISO_8859_1));
      out.flush();
      return this;
    }

    public Peer send(byte[] octets) throws IOException {
      out.write(octets);
      out.flush();
      return this;
    }

    /** Does nothing until the client has closed the connection. */
    public void awaitEnd() throws IOException {
      if (in.await()) {
        throw new IOException("more came");
      }
    }

    /** Does nothing until the server is closed. */
    public void hang() throws InterruptedException {
      closing.await();
    }

    /** Ends what is sent, as a server does that closes; what comes can still be read. */
    public Peer endOutput() throws IOException {
      socket.shutdownOutput();
      return this;
    }

    /** Has the connection reset rather than ended. */
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }
}
