package dev.dragoman.fuzz;

import static dev.dragoman.fuzz.LegalStream.holds;

import dev.dragoman.provider.golden.Golden;
import dev.dragoman.wire.EventStreamReader;
import dev.dragoman.wire.Frame;
import dev.dragoman.wire.FrameReader;
import dev.dragoman.wire.SseReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Cuts streams into frames: the same ones however the stream arrives, or it is broken. */
final class FrameReading implements Reading {
  private final boolean binary;
  private final List<byte[]> streams = new ArrayList<>();

  /**
   * @param binary of AWS's form, else server-sent events
   */
  FrameReading(boolean binary) throws IOException, URISyntaxException {
    this.binary = binary;
    for (Golden golden : Golden.all(binary ? "converse" : "responses")) {
      byte[] stream = golden.stream();
      if (stream != null && stream.length > 0 && stream[0] != 'e' == binary) {
        streams.add(stream);
      }
    }
  }

  @Override
  public String name() {
    return binary ? "binary frames" : "server-sent events";
  }

  @Override
  public int share() {
    return 60;
  }

  @Override
  public boolean read(RandomGenerator random) {
    byte[] stream = streams.get(random.nextInt(streams.size()));
    for (int i = random.nextInt(4); i >= 0; i--) {
      stream = ByteDamage.once(stream, random);
    }
    if (random.nextInt(1_000) == 0) {
      byte[] line =
          "data:x\ndata\nevent:y\r\n: z\r"
              .substring(0, 1 + random.nextInt(25))
              .getBytes(StandardCharsets.UTF_8);
      byte[] many = new byte[1 << (10 + random.nextInt(11))];
      for (int i = 0; i < many.length; i++) {
        many[i] = line[i % line.length];
      }
      stream = many;
    }
    byte[] whole = stream;
    List<byte[]> cuts = Pieces.cuts(stream, random);
    List<String> atOnce = Bounds.hold(whole.length, () -> frames(List.of(whole)));
    List<String> inCuts = Bounds.hold(whole.length, () -> frames(cuts));
    holds(atOnce.equals(inCuts), "cuts make no difference: " + atOnce + " and " + inCuts);
    return !atOnce.getLast().startsWith("broken");
  }

  private List<String> frames(List<byte[]> stream) {
    List<String> frames = new ArrayList<>();
    Consumer<Frame> out = frame -> frames.add(frame.event() + " " + frame.text());
    FrameReader reader = binary ? new EventStreamReader(1 << 20, out) : new SseReader(1 << 20, out);
    try {
      for (byte[] cut : stream) {
        reader.feed(cut, 0, cut.length);
      }
      reader.end();
      frames.add("whole");
    } catch (FrameReader.Broken e) {
      frames.add("broken: " + e.getMessage());
    }
    return frames;
  }
}
