package dev.dragoman.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.dragoman.credential.Environment;
import dev.dragoman.http.ErrorReply;
import dev.dragoman.http.Handler;
import dev.dragoman.http.Request;
import dev.dragoman.json.Json;
import dev.dragoman.ledger.Sweep;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.store.DynamoStore;
import dev.dragoman.store.Store;
import dev.dragoman.upstream.UpstreamClient;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda handler: reads an event, lets the gateway answer, and writes the answer in the form
 * that the runtime and the event ask for. It takes events of a REST API and of a function URL, and
 * serves several invocations at once.
 *
 * <p>After a snapshot was restored, what copies of it must not share is renewed by the first
 * invocation. The streaming runtime has hooks for that, and the managed one others; a class that
 * implements either cannot be loaded where they are missing, and between a restore and the first
 * event nothing happens.
 */
public final class MessagesFunction implements RequestStreamHandler {
  private static final Logger LOG = System.getLogger("dev.dragoman");

  /**
   * What an answer leaves of an invocation's time, for its record and its last bytes; half of it
   * where there is not twice as much.
   */
  private static final Duration MARGIN = Duration.ofSeconds(15);

  private final Wiring wiring;
  private final Store store;
  private final Handler gateway;
  private final Object renewing = new Object();
  private volatile boolean renewed;

  /** The function as the environment of the process describes it. */
  public MessagesFunction() {
    this(System::getenv);
  }

  private MessagesFunction(Environment environment) {
    Settings settings = Settings.of(environment);
    this(settings, environment, LogLines.install(System.out, settings.debug()));
  }

  /**
   * The function that an environment describes.
   *
   * @param log silent while the function is primed, so that no line tells of requests nobody made
   */
  MessagesFunction(Settings settings, Environment environment, LogLines log) {
    RenewableRandom random = new RenewableRandom();
    InstantSource clock = InstantSource.system();
    UpstreamClient client = new UpstreamClient(clock);
    wiring = new Wiring(settings, environment, clock, client, random);
    store = wiring.store();
    if (settings.snapStart()) {
      new Priming(wiring, store).run(log);
    }
    gateway = wiring.gateway(store, settings.masterKey());
    renewed = !settings.snapStart();
    if (settings.refusal() != null) {
      LOG.log(Level.ERROR, "nobody is admitted: " + settings.refusal());
    } else if (settings.masterKey() == null) {
      LOG.log(Level.ERROR, "nobody is admitted: LITELLM_MASTER_KEY is not set");
    }
    DynamoStore.Tables tables = settings.tables();
    if (tables != null && tables.traffic() == null) {
      LOG.log(
          Level.WARNING,
          "DRAGOMAN_TRAFFIC_TABLE is not set: this function does not hear what others learn of"
              + " deployments, nor of newer requests; deploy the newer template");
    }
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, @Nullable Context context)
      throws IOException {
    Instant deadline = deadline(context, wiring.clock());
    renew();
    answer(EventReader.read(in.readAllBytes()), deadline, out);
  }

  /** When an answer must have ended; null where nobody ends the invocation. */
  static @Nullable Instant deadline(@Nullable Context context, InstantSource clock) {
    if (context == null) {
      return null;
    }
    Duration left = Duration.ofMillis(Math.max(0, context.getRemainingTimeInMillis()));
    Duration half = left.dividedBy(2);
    return clock.instant().plus(left).minus(half.compareTo(MARGIN) < 0 ? half : MARGIN);
  }

  private void renew() {
    if (renewed) {
      return;
    }
    synchronized (renewing) {
      if (!renewed) {
        wiring.client().reset();
        wiring.random().renew();
        renewed = true;
      }
    }
  }

  private void answer(Event event, @Nullable Instant deadline, OutputStream out)
      throws IOException {
    boolean streaming = wiring.settings().streaming();
    switch (event) {
      case Event.Http http ->
          exchange(
              until(deadline, http.request()),
              new EventResponder(out, streaming, http.multiValue()));
      case Event.Tick _ -> {
        new Sweep(store.ledger(), store.accounts()).run(wiring.clock().instant());
        byte[] body = Json.bytes(json -> json.writeStartObject().writeEndObject());
        Headers headers = Headers.of("content-type", "application/json");
        new EventResponder(out, streaming, false).whole(200, headers, body);
      }
      case Event.Unknown unknown -> {
        ApiError error = ApiError.invalid(unknown.why()).retry(false);
        ErrorReply.send(error, wiring.requestId(), new EventResponder(out, streaming, false));
      }
    }
  }

  private static Request until(@Nullable Instant deadline, Request request) {
    return new Request(
        request.method(),
        request.path(),
        request.query(),
        request.headers(),
        request.body(),
        deadline);
  }

  /** What was begun and not ended leaves as a fault, so that the client sees the cut. */
  private void exchange(Request request, EventResponder responder) throws IOException {
    try {
      gateway.handle(request, responder);
    } catch (IOException e) {
      if (responder.begun()) {
        throw e;
      }
      LOG.log(Level.ERROR, request + " failed", e);
    }
    if (!responder.begun()) {
      ApiError error = ApiError.of(ErrorType.API, "the gateway failed, see its log");
      ErrorReply.send(error, wiring.requestId(), responder);
    } else if (!responder.ended()) {
      throw new IOException("the answer to " + request + " has no end");
    }
  }
}
