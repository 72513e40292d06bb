package dev.dragoman.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** The load generator in a process of its own, which stays warm from one burst to the next. */
final class LoadProcess {
  private final Writer orders;
  private final BufferedReader reports;

  private LoadProcess(Process process) {
    orders = process.outputWriter(UTF_8);
    reports = process.inputReader(UTF_8);
  }

  static LoadProcess start(Sandbox sandbox) throws IOException {
    return new LoadProcess(sandbox.startJava(List.of("load", "--stdin")));
  }

  Report run(Load load) throws IOException {
    orders.write(Json.write(load.toJson()) + "\n");
    orders.flush();
    String line = reports.readLine();
    if (line == null) {
      throw new IOException("the load generator ended");
    }
    return Report.of(Json.readObject(line));
  }
}
