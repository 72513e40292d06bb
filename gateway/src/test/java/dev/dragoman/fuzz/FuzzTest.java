package dev.dragoman.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Everything that reads what others wrote, with real inputs that were damaged: each is read, or
 * refused as it is documented, within bounds of time and memory.
 *
 * <p>By hand: {@code -Dfuzz.inputs=1000000}, from another {@code -Dfuzz.seed}, of one reader by
 * {@code -Dfuzz.reader="answers of chat"}. A failure names its reader and seed; that seed with
 * {@code -Dfuzz.inputs=1} is the same input again, while the golden files are the same.
 */
class FuzzTest {
  private static final int INPUTS = Integer.getInteger("fuzz.inputs", 50_000);
  private static final long SEED = Long.getLong("fuzz.seed", 1);
  private static final String READER = System.getProperty("fuzz.reader", "");
  private static final long PATIENCE = 60_000;
  private static final int SHOWN = 8;

  private static List<Reading> readings() throws IOException, URISyntaxException {
    List<Reading> readings = new ArrayList<>();
    readings.add(new FrameReading(false));
    readings.add(new FrameReading(true));
    readings.add(new HttpReading(true));
    readings.add(new HttpReading(false));
    for (String dialect : List.of("chat", "responses", "gemini", "converse", "anthropic")) {
      readings.add(new RequestReading(dialect));
    }
    readings.add(new AnswerReading("chat", "finish_reason"));
    readings.add(new AnswerReading("responses", "completed|incomplete"));
    readings.add(new AnswerReading("gemini", "finishReason|blockReason"));
    readings.add(new AnswerReading("converse", "stopReason"));
    readings.add(new AnswerReading("anthropic", "message_stop|\"stop_reason\"|\"bytes\""));
    readings.addAll(Documents.all());
    return readings;
  }

  @TestFactory
  Stream<DynamicTest> nothingThatComesInBreaksWhatReadsIt() throws Exception {
    List<Reading> readings =
        readings().stream().filter(each -> READER.isEmpty() || READER.equals(each.name())).toList();
    assertTrue(!readings.isEmpty(), "no such reader");
    int shares = readings.stream().mapToInt(Reading::share).sum();
    return readings.stream()
        .map(each -> {
          int inputs = Math.max(1, (int) ((long) INPUTS * each.share() / shares));
          return DynamicTest.dynamicTest(each.name(), () -> new Run(each, inputs).watched());
        });
  }

  /** Many inputs for one reader. */
  private static final class Run implements Runnable {
    private final Reading reading;
    private final int inputs;
    private final Map<String, String> faults = new LinkedHashMap<>();
    private volatile long seed;
    private volatile long since = System.currentTimeMillis();
    private int failed;
    private int whole;

    Run(Reading reading, int inputs) {
      this.reading = reading;
      this.inputs = inputs;
    }

    /** Runs, and fails at a seed that does not come to its end. */
    void watched() throws InterruptedException {
      long start = System.currentTimeMillis();
      Thread running = Thread.ofPlatform().daemon().name("fuzz").start(this);
      while (running.isAlive()) {
        running.join(1_000);
        if (running.isAlive() && System.currentTimeMillis() - since > PATIENCE) {
          throw new AssertionError(
              "seed %d of %s hangs at %s"
                  .formatted(seed, reading.name(), List.of(running.getStackTrace())));
        }
      }
      if (INPUTS > 50_000 || failed > 0) {
        System.out.printf(
            "%s: %,d inputs in %.1f s, %,d taken for whole, %,d failed%n",
            reading.name(), inputs, (System.currentTimeMillis() - start) / 1_000.0, whole, failed);
      }
      if (failed > 0) {
        throw new AssertionError(
            failed + " of " + inputs + " failed:\n" + String.join("\n", faults.values()));
      }
    }

    @Override
    public void run() {
      for (long each = SEED; each < SEED + inputs; each++) {
        seed = each;
        since = System.currentTimeMillis();
        try {
          whole += reading.read(new SplittableRandom(each)) ? 1 : 0;
        } catch (Throwable e) {
          failed++;
          keep(e);
        }
      }
    }

    /** One for each place that failed. */
    private void keep(Throwable fault) {
      StackTraceElement[] trace = fault.getStackTrace();
      String place =
          Stream.of(trace)
              .filter(frame -> frame.getClassName().startsWith("dev.dragoman"))
              .limit(6)
              .map(frame -> "\n    at " + frame)
              .reduce("", String::concat);
      if (faults.size() < SHOWN) {
        String message = String.valueOf(fault.getMessage());
        String said = message.length() > 600 ? message.substring(0, 600) + "..." : message;
        faults.putIfAbsent(
            fault.getClass() + place,
            "seed %d: %s: %s%s".formatted(seed, fault.getClass().getName(), said, place));
      }
    }
  }
}
