package dev.dragoman.lambda.runtime;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import dev.dragoman.lambda.runtime.HttpConnection.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The process of a function whose answers stream; the wrapper script starts it in place of the
 * managed runtime's client.
 *
 * <p>Exit codes: 1 when the handler cannot be made or the virtual machine broke, 2 when the Runtime
 * API gives no events, 64 when a SnapStart hook failed.
 */
public final class StreamingRuntime {

  private static final int EXIT_INIT = 1;
  private static final int EXIT_SNAPSHOT = 64;
  private static final long PAUSE_MILLIS = 25;

  /** Makes the handler; anything it throws is reported as the fault of the start. */
  interface Loader {
    RequestStreamHandler load() throws Throwable;
  }

  private final Settings settings;
  private final LogLines log;
  private final Clock clock;
  private final Pollers.Exit exit;
  private final long pauseMillis;

  /**
   * @param pauseMillis grows with every failure in a row to get an event
   */
  StreamingRuntime(
      Settings settings, LogLines log, Clock clock, Pollers.Exit exit, long pauseMillis) {
    this.settings = settings;
    this.log = log;
    this.clock = clock;
    this.exit = exit;
    this.pauseMillis = pauseMillis;
  }

  /**
   * Polls until the process ends.
   *
   * @param args the handler, {@code pkg.Class} or {@code pkg.Class::handleRequest}; without one,
   *     {@code _HANDLER} names it
   */
  public static void main(String[] args) {
    Map<String, String> env = System.getenv();
    Clock clock = Clock.systemUTC();
    Settings settings;
    try {
      settings = Settings.of(env, args.length == 0 ? null : args[0]);
    } catch (IllegalArgumentException e) {
      new LogLines(System.out, System.err, false, LogLevel.UNDEFINED, clock)
          .warn(null, String.valueOf(e.getMessage()));
      new Halt().exit(EXIT_INIT, false);
      return;
    }
    asTheManagedClient(env);
    LogLines log =
        new LogLines(System.out, System.err, settings.jsonLog(), settings.logLevel(), clock);
    new StreamingRuntime(settings, log, clock, new Halt(), PAUSE_MILLIS)
        .run(new FunctionLoader(settings));
  }

  /** Makes the function's handler from its own folder. */
  private record FunctionLoader(Settings settings) implements Loader {
    @Override
    public RequestStreamHandler load() throws Throwable {
      ClassLoader loader =
          HandlerLoader.classLoader(
              settings.taskRoot(), HandlerLoader.LAYERS, System.getProperty("java.class.path", ""));
      Thread.currentThread().setContextClassLoader(loader);
      return HandlerLoader.load(settings.handler(), loader);
    }
  }

  private static final class Halt implements Pollers.Exit {
    @Override
    public void exit(int code, boolean broken) {
      System.out.flush();
      System.err.flush();
      if (broken) {
        Runtime.getRuntime().halt(code);
      }
      System.exit(code);
    }
  }

  /** Returns when the pollers have ended; in a real process only by an interrupt. */
  void run(Loader loader) {
    RuntimeApi api = new RuntimeApi(settings.api());
    RequestStreamHandler handler;
    try {
      handler = loader.load();
    } catch (Throwable t) {
      initFault(api, ErrorReport.INIT, t, EXIT_INIT);
      return;
    }
    if (settings.snapStart() && !snapshot(api, handler)) {
      return;
    }
    poll(api, handler);
  }

  /**
   * Asks for the first event on the thread that is here; one more thread for each further poller.
   */
  private void poll(RuntimeApi first, RequestStreamHandler handler) {
    Pollers pollers = new Pollers(exit);
    List<Thread> others = new ArrayList<>();
    for (int i = 1; i < settings.concurrency(); i++) {
      RuntimeApi api = new RuntimeApi(settings.api());
      Runnable poller = new Poller(settings, handler, api, pollers, log, clock, pauseMillis);
      others.add(Thread.ofPlatform().name("poller-" + i).start(poller));
    }
    new Poller(settings, handler, first, pollers, log, clock, pauseMillis).run();
    for (Thread other : others) {
      try {
        other.join();
      } catch (InterruptedException e) {
        others.forEach(Thread::interrupt);
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private boolean snapshot(RuntimeApi api, RequestStreamHandler handler) {
    SnapStartHooks hooks =
        handler instanceof SnapStartHooks itsOwn ? itsOwn : new SnapStartHooks() {};
    try {
      hooks.beforeCheckpoint();
      Reply restored = api.restoreNext();
      if (restored.status() != 200) {
        throw new IOException("restore/next answered " + restored.status());
      }
    } catch (Throwable t) {
      initFault(api, ErrorReport.BEFORE_CHECKPOINT, t, EXIT_SNAPSHOT);
      return false;
    }
    try {
      hooks.afterRestore();
      return true;
    } catch (Throwable t) {
      log.fault(null, "after the restore", t);
      ErrorReport report = ErrorReport.of(ErrorReport.AFTER_RESTORE, t);
      told(() -> api.restoreError(report.type(), report.body()));
      exit.exit(EXIT_SNAPSHOT, t instanceof VirtualMachineError);
      return false;
    }
  }

  private void initFault(RuntimeApi api, String type, Throwable fault, int code) {
    log.fault(null, "the function could not start", fault);
    ErrorReport report = ErrorReport.of(type, fault);
    told(() -> api.initError(report.type(), report.body()));
    exit.exit(code, fault instanceof VirtualMachineError);
  }

  private interface Post {
    Reply send() throws IOException;
  }

  private void told(Post post) {
    try {
      Reply reply = post.send();
      if (reply.status() != 202) {
        log.warn(null, "the error report got " + reply.status() + " " + reply.excerpt());
      }
    } catch (IOException e) {
      log.warn(null, "the error report did not arrive: " + e);
    }
  }

  /**
   * Sets what functions have come to rely on from the managed client: the operating system's trust
   * store, and failed look-ups of names remembered for one second only.
   */
  private static void asTheManagedClient(Map<String, String> env) {
    Path trusted = Path.of("/etc/pki/java/cacerts");
    if (System.getProperty("javax.net.ssl.trustStore") == null && Files.isRegularFile(trusted)) {
      System.setProperty("javax.net.ssl.trustStore", trusted.toString());
    }
    @Nullable String set = System.getProperty("java.security.properties");
    if (set == null) {
      String ttl = env.getOrDefault("AWS_LAMBDA_JAVA_NETWORKADDRESS_CACHE_NEGATIVE_TTL", "1");
      Security.setProperty("networkaddress.cache.negative.ttl", ttl);
    }
  }
}
