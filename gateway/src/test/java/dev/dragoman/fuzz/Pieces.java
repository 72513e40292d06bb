package dev.dragoman.fuzz;

import dev.dragoman.fixture.upstream.ConverseStream;
import dev.dragoman.wire.EventStreamReader;
import dev.dragoman.wire.Frame;
import dev.dragoman.wire.FrameReader;
import dev.dragoman.wire.SseReader;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** The messages of a stream, to be put together again in another way. */
final class Pieces {
  private final List<Piece> pieces;

  private Pieces(List<Piece> pieces) {
    this.pieces = pieces;
  }

  private record Piece(String name, byte[] data) {}

  /** Those of a stream of server-sent events. */
  static Pieces ofEvents(byte[] stream) {
    return read(stream, out -> new SseReader(1 << 24, out));
  }

  /** Those of a binary stream. */
  static Pieces ofBinary(byte[] stream) {
    return read(stream, out -> new EventStreamReader(1 << 24, out));
  }

  private interface Reading {
    FrameReader to(Consumer<Frame> out);
  }

  private static Pieces read(byte[] stream, Reading reading) {
    List<Piece> pieces = new ArrayList<>();
    FrameReader reader =
        reading.to(frame ->
            pieces.add(new Piece(frame.event(), frame.text().getBytes(StandardCharsets.UTF_8))));
    reader.feed(stream, 0, stream.length);
    reader.end();
    return new Pieces(pieces);
  }

  /** The same with something wrong, perhaps with messages of {@code other}'s. */
  Pieces damaged(Pieces other, RandomGenerator random) {
    List<Piece> now = new ArrayList<>(pieces);
    for (int i = 1 + random.nextInt(3); i > 0 && !now.isEmpty(); i--) {
      damage(now, other.pieces, random);
    }
    return new Pieces(now);
  }

  private static void damage(List<Piece> now, List<Piece> other, RandomGenerator random) {
    int at = random.nextInt(now.size());
    Piece piece = now.get(at);
    Piece strange = other.isEmpty() ? piece : other.get(random.nextInt(other.size()));
    switch (random.nextInt(16)) {
      case 0 -> now.remove(at);
      case 1 -> now.add(at, piece);
      case 2 -> Collections.swap(now, at, random.nextInt(now.size()));
      case 3 -> now.add(random.nextInt(now.size()), piece);
      case 4 -> now.add(at, strange);
      case 5 -> now.subList(at, now.size()).clear();
      case 6 -> now.addAll(Collections.nCopies(random.nextInt(40), piece));
      case 7 -> interleave(now, other, random);
      case 8 -> now.set(at, new Piece(strange.name(), piece.data()));
      default ->
          now.set(
              at, new Piece(piece.name(), JsonDamage.once(piece.data(), strange.data(), random)));
    }
  }

  private static void interleave(List<Piece> now, List<Piece> other, RandomGenerator random) {
    int at = 0;
    for (Piece each : other) {
      at = Math.min(now.size(), at + random.nextInt(3));
      now.add(at++, each);
    }
  }

  /** These, so often one after another that they come to about so many bytes. */
  Pieces grown(int bytes) {
    int once = pieces.stream().mapToInt(piece -> piece.data().length + 16).sum();
    List<Piece> many = new ArrayList<>();
    for (int i = 0; i < Math.max(1, bytes / Math.max(1, once)); i++) {
      many.addAll(pieces);
    }
    return new Pieces(many);
  }

  /** As server-sent events, with line ends of one of the three kinds. */
  byte[] events(RandomGenerator random) {
    String end = List.of("\n", "\n", "\r\n", "\r").get(random.nextInt(4));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Piece piece : pieces) {
      if (!piece.name().isEmpty()) {
        out.writeBytes(("event: " + piece.name() + end).getBytes(StandardCharsets.UTF_8));
      }
      out.writeBytes("data: ".getBytes(StandardCharsets.UTF_8));
      out.writeBytes(piece.data());
      out.writeBytes((end + end).getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  /** As a binary stream. */
  byte[] binary() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Piece piece : pieces) {
      out.writeBytes(frame(piece.name(), piece.data()));
    }
    return out.toByteArray();
  }

  /** As a binary stream of Bedrock's, where each message stands in base64. */
  byte[] chunks() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Piece piece : pieces) {
      String base64 = Base64.getEncoder().encodeToString(piece.data());
      out.writeBytes(ConverseStream.event("chunk", "{\"bytes\":\"" + base64 + "\"}"));
    }
    return out.toByteArray();
  }

  private static byte[] frame(String name, byte[] payload) {
    Map<String, HeaderValue> headers = new HashMap<>();
    boolean exception = name.endsWith("Exception");
    headers.put(":message-type", HeaderValue.fromString(exception ? "exception" : "event"));
    headers.put(exception ? ":exception-type" : ":event-type", HeaderValue.fromString(name));
    return new Message(headers, payload).toByteBuffer().array();
  }

  /** All data, one after another. */
  String text() {
    StringBuilder text = new StringBuilder();
    pieces.forEach(piece -> text.append(new String(piece.data(), StandardCharsets.UTF_8)));
    return text.toString();
  }

  /** {@code bytes} in cuts that {@code random} chooses. */
  static List<byte[]> cuts(byte[] bytes, RandomGenerator random) {
    List<byte[]> cuts = new ArrayList<>();
    int most = 1 << random.nextInt(15);
    for (int at = 0; at < bytes.length; ) {
      int end = Math.min(bytes.length, at + 1 + random.nextInt(most));
      cuts.add(Arrays.copyOfRange(bytes, at, end));
      at = end;
    }
    return cuts;
  }
}
