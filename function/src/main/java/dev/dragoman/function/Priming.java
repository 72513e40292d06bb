package dev.dragoman.function;

import dev.dragoman.http.Handler;
import dev.dragoman.http.Request;
import dev.dragoman.routing.NewestRequests;
import dev.dragoman.store.Store;
import dev.dragoman.wire.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.Security;

/**
 * What is done before a snapshot so that no restored copy has to: the classes on a request's way
 * are loaded by asking the demo model, those on the way to the tables by reading the mappings and
 * what functions tell each other.
 *
 * <p>The gateway that will serve is made after this and has read nothing: mappings in a snapshot
 * would be as old as the deployment.
 */
record Priming(Wiring wiring, Store store) {
  private static final Logger LOG = System.getLogger("dev.dragoman");
  private static final String KEY = "priming";

  void run(LogLines log) {
    // An address found now may be another's when a copy is restored, weeks later.
    Security.setProperty("networkaddress.cache.ttl", "0");
    log.setLevel(java.util.logging.Level.OFF);
    Exception fault = null;
    try {
      Handler gateway = wiring.gateway(Wiring.demo(), KEY);
      ask(gateway, true);
      ask(gateway, false);
      store.mappings().load();
      store.health().load(wiring.clock().instant());
      NewestRequests newest = store.newest();
      if (newest != null) {
        newest.newest(KEY);
      }
    } catch (IOException | RuntimeException e) {
      fault = e;
    } finally {
      log.setLevel(java.util.logging.Level.ALL);
    }
    if (fault != null) {
      LOG.log(Level.WARNING, "the snapshot is not primed: its copies will start slower", fault);
    }
  }

  private static void ask(Handler gateway, boolean stream) throws IOException {
    String json =
        """
        {"model": "claude-demo", "max_tokens": 10, "stream": %s,
         "messages": [{"role": "user", "content": "hello"}]}\
        """
            .formatted(stream);
    Request request =
        new Request(
            "POST",
            "/v1/messages",
            null,
            Headers.of("x-api-key", KEY),
            json.getBytes(StandardCharsets.UTF_8));
    gateway.handle(request, new EventResponder(new ByteArrayOutputStream(), stream, true));
  }
}
