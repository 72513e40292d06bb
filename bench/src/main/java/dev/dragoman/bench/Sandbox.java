package dev.dragoman.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A temporary folder and the processes started beside it, all of which are gone when it is closed,
 * or when this JVM is asked to end (Ctrl-C).
 */
final class Sandbox implements AutoCloseable {
  /** One compiler only: the second would still be busy on the same cores while others are timed. */
  private static final List<String> YARDSTICK_JVM =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m");

  private static final long PATIENCE_MILLIS = 5_000;

  private final Path folder;
  private final List<Process> processes = new ArrayList<>();
  private final Thread hook = new Thread(this::clear, "sandbox-clear");
  private boolean closed;

  Sandbox() throws IOException {
    folder = Files.createTempDirectory("dragoman-bench-");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  Path folder() {
    return folder;
  }

  /** Starts a process that will not outlive this. */
  synchronized Process start(ProcessBuilder command) throws IOException {
    if (closed) {
      throw new IOException("the bench is ending");
    }
    Process process = command.start();
    processes.add(process);
    return process;
  }

  /** Starts this program's own class path in a JVM of its own. */
  Process startJava(List<String> args) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(YARDSTICK_JVM);
    command.addAll(List.of("-cp", codeSource().toString(), Bench.class.getName()));
    command.addAll(args);
    return start(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
  }

  /** The jar or the folder that this program's classes came from. */
  static Path codeSource() {
    return Path.of(
        URI.create(Bench.class.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  /** Ends a process with its descendants: asks first, and insists after some seconds. */
  synchronized void stop(Process process) {
    processes.remove(process);
    end(List.of(process));
  }

  @Override
  public void close() {
    clear();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the JVM is ending, and the hook with it
    }
  }

  /** Whether this is over, so that what its processes complain of is no news. */
  synchronized boolean closed() {
    return closed;
  }

  private synchronized void clear() {
    if (closed) {
      return;
    }
    closed = true;
    end(processes);
    processes.clear();
    delete(folder);
  }

  private static void end(List<Process> processes) {
    List<ProcessHandle> all =
        processes.stream()
            .flatMap(process -> Stream.concat(process.descendants(), Stream.of(process.toHandle())))
            .toList();
    all.forEach(ProcessHandle::destroy);
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    for (ProcessHandle handle : all) {
      try {
        handle.onExit().get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (Exception e) {
        handle.destroyForcibly();
      }
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      System.err.println("bench: could not delete " + folder + ": " + e.getMessage());
    }
  }

  /** The last lines of a log, for a message that says why something did not start. */
  static String tail(@Nullable Path log) {
    if (log == null) {
      return "";
    }
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      return "";
    }
  }
}
