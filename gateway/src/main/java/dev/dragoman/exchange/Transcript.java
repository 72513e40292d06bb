package dev.dragoman.exchange;

import dev.dragoman.credential.Secrets;
import dev.dragoman.wire.UpstreamRequest;
import java.io.ByteArrayOutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/**
 * Both sides of a translation in the detailed log. Values of headers are never written, and the
 * deployment's key, and what looks like a key, is masked.
 */
final class Transcript {
  private static final Logger LOG = System.getLogger("dev.dragoman.transcript");

  private final String requestId;
  private final boolean on = LOG.isLoggable(Level.DEBUG);
  private Secrets secrets = Secrets.NONE;

  Transcript(String requestId) {
    this.requestId = requestId;
  }

  /** From here on masks these too. */
  void hide(Secrets more) {
    secrets = secrets.and(more);
  }

  void fromClient(byte[] body) {
    log("client asks", body, 0, body.length);
  }

  void toProvider(UpstreamRequest request) {
    if (on) {
      StringJoiner names = new StringJoiner(", ");
      request.headers().forEach((name, value) -> names.add(name));
      byte[] body = request.body();
      log("provider is asked: " + request + " with " + names, body, 0, body.length);
    }
  }

  void fromProvider(byte[] bytes, int from, int length) {
    log("provider says", bytes, from, length);
  }

  void toClient(ByteArrayOutputStream bytes) {
    if (on) {
      toClient(bytes.toByteArray());
    }
  }

  void toClient(byte[] bytes) {
    log("client is told", bytes, 0, bytes.length);
  }

  private void log(String what, byte[] bytes, int from, int length) {
    if (on) {
      String text = new String(bytes, from, length, StandardCharsets.UTF_8);
      LOG.log(Level.DEBUG, requestId + " " + what + "\n" + secrets.mask(text));
    }
  }
}
