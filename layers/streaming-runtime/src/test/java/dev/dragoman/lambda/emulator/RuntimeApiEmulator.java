package dev.dragoman.lambda.emulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda Runtime API on a port of loopback. Events are queued by the test, handed to whoever
 * asks for the next one, and their answers read byte by byte. What breaks the protocol is refused
 * with 400, kept in {@link #violations()}, and thrown by {@link #close()}.
 */
public final class RuntimeApiEmulator implements AutoCloseable {

  /** A fault of the start or of the restore, with its header and its body. */
  public record Report(String type, Map<String, @Nullable Object> error) {}

  /** The reports that arrived at one address. */
  public static final class Reports {
    private final BlockingQueue<Report> queue = new LinkedBlockingQueue<>();

    void add(Report report) {
      queue.add(report);
    }

    /** Waits for the next one. */
    public Report await(Duration limit) throws InterruptedException {
      Report report = queue.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (report == null) {
        throw new AssertionError("nothing reported within " + limit);
      }
      return report;
    }

    /** Whether none is waiting to be read. */
    public boolean isEmpty() {
      return queue.isEmpty();
    }
  }

  private final ServerSocket server;
  private final BlockingDeque<Invocation> events = new LinkedBlockingDeque<>();
  private final Map<String, Invocation> invocations = new ConcurrentHashMap<>();
  private final Queue<Fault.OfNext> nextFaults = new ConcurrentLinkedQueue<>();
  private final Set<RuntimeApiConnection> connections = ConcurrentHashMap.newKeySet();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> violations = new CopyOnWriteArrayList<>();
  private final Reports initErrors = new Reports();
  private final Reports restoreErrors = new Reports();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger ids = new AtomicInteger();
  private final CountDownLatch checkpointed = new CountDownLatch(1);
  private final CountDownLatch restored = new CountDownLatch(1);

  private RuntimeApiEmulator(ServerSocket server) {
    this.server = server;
  }

  /** Starts one on a free port. */
  public static RuntimeApiEmulator start() throws IOException {
    RuntimeApiEmulator emulator =
        new RuntimeApiEmulator(new ServerSocket(0, 256, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().name("runtime-api").start(emulator::accept);
    return emulator;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        RuntimeApiConnection connection = new RuntimeApiConnection(this, socket);
        connections.add(connection);
        if (server.isClosed()) {
          // It came while this was being closed, which may have looked before it stood there.
          connection.close();
        }
        Thread.ofVirtual().start(connection);
      }
    } catch (SocketException e) {
      // Closed by close().
    } catch (IOException e) {
      violated("the emulator failed: " + e);
    }
  }

  /** The value of {@code AWS_LAMBDA_RUNTIME_API}. */
  public String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /** Queues an event. */
  public Invocation enqueue(Event event) {
    String id = String.format("00000000-0000-4000-8000-%012d", ids.incrementAndGet());
    Invocation invocation = new Invocation(id, event);
    invocations.put(id, invocation);
    events.add(invocation);
    return invocation;
  }

  /** Queues an event of text. */
  public Invocation enqueue(String event) {
    return enqueue(Event.of(event));
  }

  /** Lets the next requests for an event meet these faults, one each. */
  public void failNext(Fault.OfNext... faults) {
    nextFaults.addAll(List.of(faults));
  }

  /** The faults of the start. */
  public Reports initErrors() {
    return initErrors;
  }

  /** The faults after a restore. */
  public Reports restoreErrors() {
    return restoreErrors;
  }

  /** Waits until a function asks to be restored, that is, until its snapshot can be taken. */
  public void awaitCheckpoint(Duration limit) throws InterruptedException {
    if (!checkpointed.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("no snapshot within " + limit);
    }
  }

  /** Restores the function that waits for it. */
  public void restore() {
    restored.countDown();
  }

  /** How many connections are open now. */
  public int openConnections() {
    return connections.size();
  }

  /** How many requests for an event are waiting now. */
  public int waitingPollers() {
    return waiting.get();
  }

  /** Every request line, in order of arrival. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Everything that broke the protocol. */
  public List<String> violations() {
    return List.copyOf(violations);
  }

  /** Forgets the violations, for a test that wanted them. */
  public void forgive() {
    violations.clear();
  }

  @Nullable Invocation take() {
    return events.poll();
  }

  void giveBack(Invocation invocation) {
    events.addFirst(invocation);
  }

  void waiting(int change) {
    waiting.addAndGet(change);
  }

  Fault.OfNext nextFault() {
    Fault.OfNext fault = nextFaults.poll();
    return fault == null ? new Fault.None() : fault;
  }

  Invocation invocation(String id) {
    Invocation invocation = invocations.get(id);
    if (invocation == null) {
      throw new ProtocolFault("no such invocation: " + id);
    }
    return invocation;
  }

  void checkpoint() throws InterruptedException {
    checkpointed.countDown();
    restored.await();
  }

  void requested(String line) {
    requests.add(line);
  }

  void violated(@Nullable String what) {
    violations.add(String.valueOf(what));
  }

  void gone(RuntimeApiConnection connection) {
    connections.remove(connection);
  }

  /** Stops; an {@link AssertionError} if the protocol was broken and it was not forgiven. */
  @Override
  public void close() throws IOException {
    server.close();
    connections.forEach(RuntimeApiConnection::close);
    if (!violations.isEmpty()) {
      throw new AssertionError("the protocol was broken: " + violations);
    }
  }
}
