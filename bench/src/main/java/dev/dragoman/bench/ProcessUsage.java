package dev.dragoman.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The CPU and memory of a process with its descendants, from Linux's {@code /proc} (proc(5)); NaN
 * where there is none or the process is gone.
 *
 * @param cpuMillis CPU used since it began, by children that have ended too; in steps of 10 ms
 * @param residentMb resident memory, millions of bytes
 */
record ProcessUsage(double cpuMillis, double residentMb) {
  static final ProcessUsage UNKNOWN = new ProcessUsage(Double.NaN, Double.NaN);

  /** USER_HZ is 100 on every architecture that Java 25 runs on. */
  private static final int MILLIS_A_TICK = 10;

  static ProcessUsage of(long pid) {
    return of(pid, Path.of("/proc"));
  }

  static ProcessUsage of(long pid, Path proc) {
    ProcessUsage root = one(pid, proc);
    if (Double.isNaN(root.cpuMillis)) {
      return UNKNOWN;
    }
    return ProcessHandle.of(pid).stream()
        .flatMap(ProcessHandle::descendants)
        .map(child -> one(child.pid(), proc))
        .filter(child -> !Double.isNaN(child.cpuMillis))
        .reduce(root, ProcessUsage::plus);
  }

  /** CPU milliseconds a request between two readings; NaN also when it is too little to be told. */
  static double cpuPerRequest(ProcessUsage before, ProcessUsage after, int requests) {
    double used = after.cpuMillis - before.cpuMillis;
    return used < MILLIS_A_TICK ? Double.NaN : used / requests;
  }

  private ProcessUsage plus(ProcessUsage other) {
    return new ProcessUsage(cpuMillis + other.cpuMillis, residentMb + other.residentMb);
  }

  private static ProcessUsage one(long pid, Path proc) {
    Path folder = proc.resolve(Long.toString(pid));
    try (Stream<String> status = Files.lines(folder.resolve("status"))) {
      String stat = Files.readString(folder.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      long ticks = 0;
      for (int i = 11; i <= 14; i++) {
        ticks += Long.parseLong(fields[i]);
      }
      double resident =
          status
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6)
              .findFirst()
              .orElse(0);
      return new ProcessUsage(ticks * MILLIS_A_TICK, resident);
    } catch (IOException | RuntimeException e) {
      return UNKNOWN;
    }
  }
}
