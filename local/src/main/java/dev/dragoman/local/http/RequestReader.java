package dev.dragoman.local.http;

import dev.dragoman.http.Request;
import dev.dragoman.wire.BodyInput;
import dev.dragoman.wire.RequestHead;
import dev.dragoman.wire.WireFault;
import dev.dragoman.wire.WireInput;
import java.io.IOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads requests from one connection, within the limits. */
final class RequestReader {
  private static final byte[] NOTHING = {};
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** How much is set aside for a body that was announced but has not come. */
  private static final int ON_TRUST = 1024 * 1024;

  private final WireInput in;
  private final ServerSocketInput socket;
  private final OutputStream out;
  private final Limits limits;

  RequestReader(WireInput in, ServerSocketInput socket, OutputStream out, Limits limits) {
    this.in = in;
    this.socket = socket;
    this.out = out;
    this.limits = limits;
  }

  /** Reads a head of which the first octet has arrived. */
  RequestHead head() throws IOException, Refusal {
    socket.within(limits.headTime());
    try {
      RequestHead head = RequestHead.read(in, limits.head());
      if (head.minor() == 1 && head.headers().all("host").size() != 1) {
        throw new Refusal(400, "A request needs one host header.");
      }
      return head;
    } catch (WireFault e) {
      throw Refusal.of(e);
    } catch (SocketTimeoutException e) {
      throw new Refusal(408, "The request's header took too long to arrive.");
    }
  }

  /** Reads what comes after that head. */
  Request request(RequestHead head) throws IOException, Refusal {
    Target target = Target.of(head);
    socket.within(limits.bodyTime());
    try {
      BodyInput body = head.body(in);
      byte[] octets = body.ended() ? NOTHING : expected(head, body);
      return new Request(head.method(), target.path(), target.query(), head.headers(), octets);
    } catch (WireFault e) {
      throw Refusal.of(e);
    } catch (SocketTimeoutException e) {
      throw new Refusal(408, "The request's body took too long to arrive.");
    }
  }

  private byte[] expected(RequestHead head, BodyInput body) throws IOException, Refusal {
    if (body.length() > limits.body()) {
      throw tooLarge();
    }
    if (head.minor() == 1 && head.headers().contains("expect")) {
      if (!head.headers().lists("expect", "100-continue")) {
        throw new Refusal(417, "Only 100-continue can be expected.");
      }
      if (in.buffered() == 0) {
        out.write(CONTINUE);
      }
    }
    return octets(body);
  }

  private byte[] octets(BodyInput body) throws IOException, Refusal {
    int most = body.length() < 0 ? limits.body() : (int) body.length();
    byte[] octets = new byte[Math.min(most, body.length() < 0 ? 16 * 1024 : ON_TRUST)];
    int length = 0;
    while (!body.ended()) {
      if (length == octets.length) {
        octets = Arrays.copyOf(octets, (int) Math.min(most + 1L, 2L * Math.max(length, 1)));
      }
      int count = body.read(octets, length, octets.length - length);
      length += Math.max(count, 0);
      if (length > most) {
        throw tooLarge();
      }
    }
    return length == octets.length ? octets : Arrays.copyOf(octets, length);
  }

  private Refusal tooLarge() {
    return new Refusal(
        413, "The request's body is larger than the " + limits.body() + " bytes allowed.");
  }
}
