package dev.dragoman.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.fault.Dialect;
import dev.dragoman.fixture.fault.Fault;
import dev.dragoman.fixture.fault.FaultServer;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.messages.Usage;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** One fault of one dialect, met by a client that streams or one that does not. */
record FaultCell(Dialect dialect, Fault fault, boolean stream) {
  private static final long MARGIN = TimeUnit.SECONDS.toNanos(10);
  private static final long MOST_TAKEN = 48L << 20;

  /**
   * What came of it.
   *
   * @param told what the client was told
   * @param replaceable whether it ended before the first content
   * @param ledger how the ledger has it
   */
  record Outcome(String told, boolean replaceable, String ledger) {}

  /** Plays it; fails if it breaks what holds whatever the outcome. */
  Outcome play() throws IOException {
    double seconds = fault.hangs() ? FaultScene.HASTY : FaultScene.PATIENT;
    try (FaultServer upstream = FaultServer.start(dialect, fault);
        FaultScene scene = new FaultScene(upstream, seconds)) {
      long begun = System.nanoTime();
      Recorded recorded = new Recorded();
      scene.ask("failing", stream, recorded);
      long taken = System.nanoTime() - begun;
      FaultAnswer answer = FaultAnswer.of(recorded, stream);
      answer.assertProper();
      assertHonest(answer, upstream);
      assertTrue(taken < (long) (seconds * 1e9) + MARGIN, () -> "took " + taken + " ns");
      assertTrue(upstream.written() < MOST_TAKEN, () -> "took " + upstream.written() + " bytes");
      assertTrue(upstream.requests() <= 1, "asked more than once");
      UsageRecord record = scene.record(recorded);
      assertSettled(record, answer);
      if (fault.when() != Fault.When.NEVER) {
        assertMends(upstream, scene);
      }
      upstream.assertClean();
      return new Outcome(answer.told(), record.firstContent() == null, ledger(record));
    }
  }

  /** No ending that the provider did not send. */
  private void assertHonest(FaultAnswer answer, FaultServer upstream) {
    if (answer.isWhole()) {
      assertTrue(dialect.saysEnd(upstream.sent()), "an invented ending");
    }
    if (answer.saysReason()) {
      assertTrue(dialect.saysReason(upstream.sent()), "an invented reason");
    }
  }

  private static void assertSettled(UsageRecord record, FaultAnswer answer) {
    assertNotEquals(State.OPEN, record.state());
    assertNotNull(record.end());
    assertEquals(answer.isWhole(), record.state() == State.COMPLETED);
    assertEquals(answer.isWhole(), record.error() == null);
    if (!answer.text().isEmpty()) {
      assertNotNull(record.firstContent());
      assertNotEquals(Usage.Origin.MISSING, record.usage().origin());
    }
  }

  /** The next request is answered, and not on a connection that broke. */
  private void assertMends(FaultServer upstream, FaultScene scene) throws IOException {
    upstream.mend();
    for (boolean each : new boolean[] {true, false}) {
      Recorded next = new Recorded();
      scene.ask("mended", each, next);
      FaultAnswer answer = FaultAnswer.of(next, each);
      answer.assertProper();
      assertTrue(answer.isWhole(), next::body);
    }
    long end = System.nanoTime() + MARGIN;
    while (upstream.open() > 1 && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertFalse(upstream.open() > 1, "a connection that is of no more use was kept");
  }

  private static String ledger(UsageRecord record) {
    return (record.state() + ", usage " + record.usage().origin()).toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return dialect.title() + ", " + fault + (stream ? "" : ", no stream");
  }
}
