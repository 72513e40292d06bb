package dev.dragoman.lambda.emulator;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A function as a process of its own, started with the java command of a managed runtime, through
 * the layer's wrapper if there is a layer.
 */
public final class EmulatedFunction implements AutoCloseable {

  private static final String CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

  private final Process process;
  private final long startedNanos;
  private final StringBuffer out = new StringBuffer();
  private final StringBuffer err = new StringBuffer();
  private final List<Thread> readers;

  private EmulatedFunction(ProcessBuilder command) throws IOException {
    startedNanos = System.nanoTime();
    process = command.start();
    readers = List.of(read(process.getInputStream(), out), read(process.getErrorStream(), err));
  }

  private static Thread read(InputStream from, StringBuffer to) {
    return Thread.startVirtualThread(() -> {
      try (from) {
        byte[] buffer = new byte[4096];
        int count;
        while ((count = from.read(buffer)) > 0) {
          to.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
        }
      } catch (IOException e) {
        to.append(e);
      }
    });
  }

  /** What the function is made of. */
  public static final class Builder {
    private final RuntimeApiEmulator emulator;
    private final String handler;
    private final Path work;
    private final Map<String, String> env = new LinkedHashMap<>();
    private final List<String> javaOptions = new ArrayList<>();
    private final List<Class<?>> managed = new ArrayList<>(List.of(Context.class));
    private @Nullable Path layer;
    private Path task;

    private Builder(RuntimeApiEmulator emulator, String handler, Path work) {
      this.emulator = emulator;
      this.handler = handler;
      this.work = work;
      this.task = work.resolve("task");
    }

    /** The layer's folder, as it would lie under {@code /opt}, with its wrapper. */
    public Builder layer(Path folder) {
      layer = folder.toAbsolutePath();
      return this;
    }

    /** The function's folder, as it would lie under {@code /var/task}. */
    public Builder task(Path folder) {
      task = folder.toAbsolutePath();
      return this;
    }

    /** Puts classes of the test's own into the function's folder, with those nested in them. */
    public Builder classes(Class<?>... types) throws IOException, URISyntaxException {
      for (Class<?> type : types) {
        Path root = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path folder = Path.of(type.getPackageName().replace('.', File.separatorChar));
        Files.createDirectories(task.resolve(folder));
        try (var files = Files.newDirectoryStream(root.resolve(folder), nameOf(type))) {
          for (Path file : files) {
            Path target = task.resolve(folder).resolve(file.getFileName().toString());
            Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
          }
        }
      }
      return this;
    }

    private static String nameOf(Class<?> type) {
      return type.getSimpleName() + "{.class,$*.class}";
    }

    /** A variable of the function's environment. */
    public Builder env(String name, String value) {
      env.put(name, value);
      return this;
    }

    /** Options for the virtual machine, after the managed runtime's own. */
    public Builder java(String... options) {
      javaOptions.addAll(List.of(options));
      return this;
    }

    /** Adds the jars of these classes to those of the managed runtime. */
    public Builder managed(Class<?>... inJars) {
      managed.addAll(List.of(inJars));
      return this;
    }

    /** Starts the process. */
    public EmulatedFunction start() throws IOException, URISyntaxException {
      Files.createDirectories(task);
      Path home = Path.of(System.getProperty("java.home"));
      List<String> command = new ArrayList<>();
      if (layer != null) {
        command.add(layer.resolve("streaming-runtime").toString());
      }
      command.add(home.resolve("bin/java").toString());
      command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
      command.addAll(javaOptions);
      command.addAll(List.of("-cp", managedLibrary() + "/*", CLIENT, handler));
      ProcessBuilder process = new ProcessBuilder(command).directory(task.toFile());
      Map<String, String> environment = process.environment();
      environment.clear();
      environment.put("PATH", "/usr/bin:/bin");
      environment.put("AWS_LAMBDA_RUNTIME_API", emulator.address());
      environment.put("_HANDLER", handler);
      environment.put("LAMBDA_TASK_ROOT", task.toString());
      environment.put("AWS_LAMBDA_FUNCTION_NAME", "emulated");
      environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
      environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512");
      environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/emulated");
      environment.put("AWS_LAMBDA_LOG_STREAM_NAME", "stream");
      environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
      environment.putAll(env);
      return new EmulatedFunction(process);
    }

    /** What a managed runtime has under {@code /var/runtime/lib}: the core interfaces at least. */
    private Path managedLibrary() throws IOException, URISyntaxException {
      Path library = Files.createDirectories(work.resolve("runtime/lib"));
      for (Class<?> type : managed) {
        Path jar = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        Path target = library.resolve(jar.getFileName().toString());
        Files.copy(jar, target, StandardCopyOption.REPLACE_EXISTING);
      }
      return library;
    }
  }

  /**
   * Begins to describe a function.
   *
   * @param handler {@code pkg.Class} or {@code pkg.Class::handleRequest}
   * @param work an empty folder for what the emulation needs
   */
  public static Builder of(RuntimeApiEmulator emulator, String handler, Path work) {
    return new Builder(emulator, handler, work);
  }

  /** The process. */
  public Process process() {
    return process;
  }

  /** Waits for the end of the process and gives its exit code. */
  public int awaitExit(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still running after " + limit + "\n" + out + err);
    }
    readAll();
    return process.exitValue();
  }

  private void readAll() throws InterruptedException {
    for (Thread reader : readers) {
      reader.join();
    }
  }

  /** The time from the start of the process to the arrival of a chunk. */
  public Duration until(Chunk chunk) {
    return Duration.ofNanos(chunk.nanos() - startedNanos);
  }

  /** Standard output so far. */
  public String out() {
    return out.toString();
  }

  /** Standard error so far. */
  public String err() {
    return err.toString();
  }

  /** Kills the process; {@link #out()} and {@link #err()} are whole afterwards. */
  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
    readAll();
  }
}
