package dev.dragoman.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.dragoman.fixture.fault.Dialect;
import dev.dragoman.fixture.fault.Fault;
import dev.dragoman.fixture.fault.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Every fault of every dialect, and docs/faults.md, which says how each ends. */
class FaultTest {
  private static final Path PAGE = Path.of("../docs/faults.md");
  private static final int AT_ONCE = 12;

  /** Only faults whose name has this in it, for a look by hand. */
  private static final String ONLY = System.getProperty("fault", "");

  @Test
  void everyFaultEndsAsThePageSays() throws Exception {
    List<Fault> faults =
        Faults.all().stream().filter(fault -> fault.toString().contains(ONLY)).toList();
    Map<FaultCell, FaultCell.Outcome> outcomes = new LinkedHashMap<>();
    List<String> broken = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE)) {
      Map<FaultCell, Future<FaultCell.Outcome>> played = new LinkedHashMap<>();
      for (FaultCell cell : cells(faults)) {
        played.put(cell, threads.submit(cell::play));
      }
      for (Map.Entry<FaultCell, Future<FaultCell.Outcome>> each : played.entrySet()) {
        try {
          outcomes.put(each.getKey(), each.getValue().get(2, TimeUnit.MINUTES));
        } catch (ExecutionException e) {
          broken.add(each.getKey() + ": " + e.getCause());
        } catch (TimeoutException e) {
          broken.add(each.getKey() + ": hangs");
        }
      }
      threads.shutdownNow();
    }
    assertEquals("", String.join("\n", broken));
    assertPage(FaultPage.of(faults, outcomes));
  }

  private static List<FaultCell> cells(List<Fault> faults) {
    List<FaultCell> cells = new ArrayList<>();
    for (Fault fault : faults) {
      for (Dialect dialect : Dialect.values()) {
        if (fault.dialects().test(dialect)) {
          cells.add(new FaultCell(dialect, fault, true));
          cells.add(new FaultCell(dialect, fault, false));
        }
      }
    }
    return cells;
  }

  private static void assertPage(String page) throws IOException {
    if (!ONLY.isEmpty()) {
      System.out.println(page);
      return;
    }
    if (Boolean.getBoolean("golden.update")) {
      assertFalse("true".equals(System.getenv("CI")), "the page is not updated unattended");
      Files.writeString(PAGE, page);
    }
    assertEquals(Files.readString(PAGE), page, "run FaultTest with -Dgolden.update=true");
  }
}
