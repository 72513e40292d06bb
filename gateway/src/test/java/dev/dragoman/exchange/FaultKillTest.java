package dev.dragoman.exchange;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.fault.Dialect;
import dev.dragoman.fixture.fault.Faults;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A provider that is killed somewhere in its stream: what had begun ends with an error, and no
 * ending is invented ({@link FaultCell} holds both). More kills by {@code -Dkills=N}.
 */
class FaultKillTest {
  private static final int KILLS = Integer.getInteger("kills", 20);

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void aKilledStreamIsNeverAnAnswer(Dialect dialect) throws IOException {
    Random random = new Random(dialect.ordinal());
    for (int kill = 0; kill < KILLS; kill++) {
      double point = random.nextDouble();
      boolean reset = random.nextBoolean();
      FaultCell cell = new FaultCell(dialect, Faults.killed(point, reset), kill % 4 != 3);
      FaultCell.Outcome outcome = cell.play();
      assertTrue(
          outcome.told().contains("error") || outcome.told().equals("the whole answer"),
          () -> cell + ": " + outcome);
    }
  }
}
