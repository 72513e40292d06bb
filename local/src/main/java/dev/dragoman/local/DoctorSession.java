package dev.dragoman.local;

import dev.dragoman.doctor.Checkup;
import dev.dragoman.doctor.Finding;
import dev.dragoman.doctor.Probe;
import dev.dragoman.doctor.Report;
import dev.dragoman.doctor.Table;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.ModelFacts;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One model after another, on a thread that can be interrupted in the middle of an answer: what was
 * found by then is told, and what the cut request used is in the ledger.
 */
final class DoctorSession {
  private static final Duration CLOSING = Duration.ofSeconds(10);

  private final LocalGateway gateway;
  private final ModelCatalogue catalogue;
  private final @Nullable PrintWriter table;
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable Checkup current;
  private @Nullable Thread asking;
  private boolean interrupted;

  /**
   * A session.
   *
   * @param table where each finding is told as it is found; null for nowhere
   */
  DoctorSession(LocalGateway gateway, ModelCatalogue catalogue, @Nullable PrintWriter table) {
    this.gateway = gateway;
    this.catalogue = catalogue;
    this.table = table;
  }

  List<Report> ask(List<Deployment> chosen, List<Probe> probes)
      throws InterruptedException, ExecutionException {
    FutureTask<List<Report>> task =
        new FutureTask<>(() -> {
          List<Report> reports = new ArrayList<>();
          for (Deployment target : chosen) {
            reports.add(ask(target, probes));
          }
          return reports;
        });
    Thread thread = Thread.ofVirtual().name("doctor").unstarted(task);
    synchronized (this) {
      asking = thread;
    }
    thread.start();
    return task.get();
  }

  private Report ask(Deployment target, List<Probe> probes) {
    ModelFacts facts = catalogue.of(target);
    Checkup checkup = gateway.checkup(target, facts);
    synchronized (this) {
      current = checkup;
      if (interrupted) {
        checkup.stop();
      }
    }
    tell("\n" + Table.head(target));
    Report report = checkup.run(probes, (Finding finding) -> tell(Table.row(finding)));
    tell(Table.foot(report));
    return report;
  }

  private void tell(String text) {
    if (table != null) {
      table.print(text);
      table.flush();
    }
  }

  /** Cuts what is being asked, and returns when all has been told. */
  void interrupt() {
    synchronized (this) {
      interrupted = true;
      if (current != null) {
        current.stop();
      }
      if (asking != null) {
        asking.interrupt();
      }
    }
    try {
      if (!closed.await(CLOSING.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println("dragoman: the last request may be missing from the ledger");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** All has been told, and the store is closed. */
  void closed() {
    closed.countDown();
  }
}
