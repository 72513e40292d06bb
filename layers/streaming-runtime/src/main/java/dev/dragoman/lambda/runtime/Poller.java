package dev.dragoman.lambda.runtime;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.dragoman.lambda.runtime.HttpConnection.Reply;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** One loop: asks for an event, has it handled, sees that it is answered once, and again. */
final class Poller implements Runnable {

  /** After this many failures in a row to get an event the process ends, some seconds later. */
  static final int PATIENCE = 10;

  static final int EXIT_NO_EVENTS = 2;
  static final int EXIT_BROKEN = 1;
  private static final String TRACE_PROPERTY = "com.amazonaws.xray.traceHeader";
  private static final long LONGEST_PAUSE_MILLIS = 2_000;

  private final Settings settings;
  private final RequestStreamHandler handler;
  private final RuntimeApi api;
  private final Pollers pollers;
  private final LogLines log;
  private final Clock clock;
  private final long pauseMillis;

  Poller(
      Settings settings,
      RequestStreamHandler handler,
      RuntimeApi api,
      Pollers pollers,
      LogLines log,
      Clock clock,
      long pauseMillis) {
    this.settings = settings;
    this.handler = handler;
    this.api = api;
    this.pollers = pollers;
    this.log = log;
    this.clock = clock;
    this.pauseMillis = pauseMillis;
  }

  @Override
  public void run() {
    try {
      loop();
    } catch (Throwable t) {
      try {
        log.fault(null, "a poller failed", t);
      } finally {
        pollers.end(EXIT_BROKEN, t instanceof VirtualMachineError);
      }
      throw t;
    }
  }

  private void loop() {
    int failures = 0;
    while (pollers.polling()) {
      String wrong = poll();
      if (wrong == null) {
        failures = 0;
        continue;
      }
      log.warn(null, "no event: " + wrong);
      if (++failures == PATIENCE) {
        log.warn(null, "no event after " + failures + " attempts in a row, giving up");
        pollers.end(EXIT_NO_EVENTS, false);
        return;
      }
      if (!pause(failures)) {
        return;
      }
    }
  }

  /** Gets one event and serves it; what was wrong, if none came. */
  private @Nullable String poll() {
    Reply event;
    try {
      event = api.next();
    } catch (IOException e) {
      return e.toString();
    }
    if (event.status() != 200) {
      return "next answered " + event.status() + " " + event.excerpt();
    }
    String requestId = event.headers().getOrDefault("lambda-runtime-aws-request-id", "");
    if (!usable(requestId)) {
      return "next answered without a usable request id";
    }
    InvocationContext context = InvocationContext.of(settings, requestId, event, log, clock);
    EventInput input = new EventInput(event.body());
    event = null;
    serve(context, input);
    return null;
  }

  /** An id becomes part of a path. */
  private static boolean usable(String requestId) {
    for (int i = 0; i < requestId.length(); i++) {
      char c = requestId.charAt(i);
      if (c <= ' ' || c > '~' || c == '/' || c == '?' || c == '#') {
        return false;
      }
    }
    return !requestId.isEmpty();
  }

  private void serve(InvocationContext context, EventInput event) {
    traceProperty(context.trace());
    InvocationOutput out = new InvocationOutput(api, context.requestId());
    boolean broken;
    pollers.begin();
    try {
      Throwable fault = handle(event, out, context);
      // A flag the handler left must not reach the sockets or the next handler.
      Thread.interrupted();
      answer(context.requestId(), out, fault);
      broken = fault instanceof VirtualMachineError;
    } finally {
      pollers.done();
    }
    if (broken) {
      pollers.end(EXIT_BROKEN, true);
    }
  }

  private @Nullable Throwable handle(
      EventInput event, InvocationOutput out, InvocationContext context) {
    try {
      handler.handleRequest(event, out, context);
      return null;
    } catch (Throwable t) {
      return t;
    }
  }

  private void answer(String requestId, InvocationOutput out, @Nullable Throwable fault) {
    try {
      Reply reply = fault == null ? out.finish() : out.fail(fault);
      if (reply.status() != 202) {
        log.warn(requestId, "the answer got " + reply.status() + " " + reply.excerpt());
      }
    } catch (IOException e) {
      log.warn(requestId, "the answer did not arrive: " + e);
    }
    if (fault != null) {
      log.fault(requestId, "the handler threw", fault);
    }
  }

  /** The X-Ray SDK reads this property; with several pollers it could only be wrong. */
  private void traceProperty(@Nullable String trace) {
    if (trace != null && settings.concurrency() == 1) {
      System.setProperty(TRACE_PROPERTY, trace);
    } else {
      System.clearProperty(TRACE_PROPERTY);
    }
  }

  /** The first repetition is at once: most often an idle connection had been closed. */
  private boolean pause(int failures) {
    try {
      Thread.sleep(
          failures == 1
              ? 0
              : Math.min(LONGEST_PAUSE_MILLIS, pauseMillis << Math.min(failures, 10)));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
