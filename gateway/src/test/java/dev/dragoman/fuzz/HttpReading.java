package dev.dragoman.fuzz;

import static dev.dragoman.fuzz.LegalStream.holds;

import dev.dragoman.wire.BodyInput;
import dev.dragoman.wire.HeadLimits;
import dev.dragoman.wire.RequestHead;
import dev.dragoman.wire.ResponseHead;
import dev.dragoman.wire.WireFault;
import dev.dragoman.wire.WireInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;

/** Reads messages of HTTP/1.1: the same ones however they arrive, and a fault of the wire. */
final class HttpReading implements Reading {
  private static final List<String> REQUESTS =
      List.of(
          "GET /v1/models?limit=1000 HTTP/1.1\r\nHost: a\r\nAccept: */*\r\n\r\n",
          "POST /v1/messages?beta=true HTTP/1.1\r\nHost: localhost:4000\r\n"
              + "Authorization: Bearer k\r\nanthropic-beta: a,b\r\nContent-Length: 18\r\n\r\n"
              + "{\"model\":\"gpt-4o\"}HEAD / HTTP/1.1\r\n\r\n",
          "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
              + "5\r\nhello\r\nA;x=\"y\"\r\n0123456789\r\n0\r\nTrailer: z\r\n\r\n"
              + "\r\nGET / HTTP/1.0\r\nConnection: close\r\n\r\n");

  private static final List<String> RESPONSES =
      List.of(
          "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n"
              + "10\r\ndata: {\"a\": 1}\n\n\r\n8\r\ndata: x\n\r\n0\r\n\r\n",
          "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 429 Too Many Requests\r\nretry-after: 3\r\n"
              + "content-length: 2, 2\r\n\r\n{}HTTP/1.1 204\r\n\r\n",
          "HTTP/1.0 502 Bad Gateway\r\nServer: x\r\n\r\n<html>no</html>",
          "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");

  private final boolean requests;

  HttpReading(boolean requests) {
    this.requests = requests;
  }

  @Override
  public String name() {
    return requests ? "HTTP requests" : "HTTP responses";
  }

  @Override
  public int share() {
    return 30;
  }

  @Override
  public boolean read(RandomGenerator random) {
    List<String> texts = requests ? REQUESTS : RESPONSES;
    byte[] octets = texts.get(random.nextInt(texts.size())).getBytes(StandardCharsets.ISO_8859_1);
    for (int i = random.nextInt(4); i > 0; i--) {
      octets = ByteDamage.once(octets, random);
    }
    if (random.nextInt(1_000) == 0) {
      int at = random.nextInt(octets.length + 1);
      int from = random.nextInt(at + 1);
      byte[] piece =
          new String(octets, from, at - from, StandardCharsets.ISO_8859_1)
              .repeat(1 + (1 << 18) / (at - from + 1))
              .getBytes(StandardCharsets.ISO_8859_1);
      octets = ByteDamage.splice(octets, at, at, piece);
    }
    byte[] all = octets;
    List<byte[]> cuts = Pieces.cuts(octets, random);
    int capacity = 16 << random.nextInt(8);
    List<String> atOnce = Bounds.hold(all.length, () -> messages(List.of(all), 16 << 10));
    List<String> inCuts = Bounds.hold(all.length, () -> messages(cuts, capacity));
    holds(atOnce.equals(inCuts), "cuts make no difference: " + atOnce + " and " + inCuts);
    return atOnce.getLast().equals("whole");
  }

  private List<String> messages(List<byte[]> arriving, int capacity) {
    List<String> messages = new ArrayList<>();
    WireInput in = new WireInput(new Arriving(arriving), capacity);
    try {
      while (in.await()) {
        if (messages.size() > 100) {
          return messages;
        }
        BodyInput body;
        if (requests) {
          RequestHead head = RequestHead.read(in, HeadLimits.DEFAULT);
          messages.add(head.method() + head.target() + head.closes() + told(head.headers()));
          body = head.body(in);
        } else {
          ResponseHead head = ResponseHead.read(in, HeadLimits.DEFAULT);
          messages.add(head.status() + " " + head.closes() + told(head.headers()));
          body = head.body("POST", in);
        }
        messages.add(new String(body.readAllBytes(), StandardCharsets.ISO_8859_1));
        holds(body.ended() && body.available() == 0, "a body that was read has ended");
      }
      messages.add("whole");
    } catch (WireFault e) {
      messages.add(e.kind() + " " + e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return messages;
  }

  private static String told(dev.dragoman.wire.Headers headers) {
    StringBuilder all = new StringBuilder();
    headers.forEach((name, value) -> all.append(name).append('=').append(value).append('\n'));
    return all.toString();
  }

  /** A connection on which these arrive, one at each read, and then the end. */
  private static final class Arriving extends InputStream {
    private final Deque<byte[]> left;

    Arriving(List<byte[]> arriving) {
      left = new ArrayDeque<>(arriving);
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (length == 0) {
        throw new AssertionError("a read of nothing never ends");
      }
      byte[] next = left.poll();
      while (next != null && next.length == 0) {
        next = left.poll();
      }
      if (next == null) {
        return -1;
      }
      int count = Math.min(length, next.length);
      System.arraycopy(next, 0, into, offset, count);
      if (count < next.length) {
        left.push(java.util.Arrays.copyOfRange(next, count, next.length));
      }
      return count;
    }
  }
}
