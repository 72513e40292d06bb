package dev.dragoman.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/** What reading one input may cost; far above what it does cost, far below what would be felt. */
final class Bounds {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final long SECONDS = 10;

  /** All that is ever allocated, most of which is soon dead. */
  private static final long ALLOCATED = 48L << 20;

  private static final long ALLOCATED_PER_BYTE = 200;

  private Bounds() {}

  /** What {@code reading} gives, which may read {@code bytes} bytes. */
  static <T> T hold(int bytes, Supplier<T> reading) {
    long start = System.nanoTime();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    T result = reading.get();
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    long seconds = (System.nanoTime() - start) / 1_000_000_000;
    if (seconds >= SECONDS) {
      throw new AssertionError(bytes + " bytes took " + seconds + " s");
    }
    if (allocated > ALLOCATED + ALLOCATED_PER_BYTE * bytes) {
      throw new AssertionError(bytes + " bytes made " + (allocated >> 20) + " MiB");
    }
    return result;
  }
}
