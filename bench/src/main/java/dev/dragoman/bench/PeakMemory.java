package dev.dragoman.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The most resident memory of a process with its descendants, sampled until this is closed. */
final class PeakMemory implements AutoCloseable {
  private static final long EVERY_MILLIS = 200;

  private final long pid;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread sampler = new Thread(this::sample, "peak-memory");
  private volatile double megabytes = Double.NaN;

  private PeakMemory(long pid) {
    this.pid = pid;
  }

  static PeakMemory of(long pid) {
    var peak = new PeakMemory(pid);
    peak.sampler.setDaemon(true);
    peak.sampler.start();
    return peak;
  }

  /** Millions of bytes so far; NaN where they are not known. */
  double megabytes() {
    return megabytes;
  }

  private void sample() {
    try {
      do {
        double now = ProcessUsage.of(pid).residentMb();
        if (Double.isNaN(megabytes) || now > megabytes) {
          megabytes = now;
        }
      } while (!over.await(EVERY_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws InterruptedException {
    over.countDown();
    sampler.join();
  }
}
