package dev.dragoman.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;

/**
 * The command that runs a {@link LoadGenerator}: once by its options, or once for each line of
 * standard input, a line being a JSON object of options and its answer one line of JSON.
 */
final class LoadCommand {
  private LoadCommand() {}

  static int run(Options options, InputStream in, PrintStream out) throws InterruptedException {
    if (options.flag("stdin")) {
      return serve(in, out);
    }
    Report report = LoadGenerator.run(Load.of(options));
    out.println(options.flag("json") ? Json.write(report.toJson()) : report.line());
    return report.failed() == 0 ? 0 : 1;
  }

  private static int serve(InputStream in, PrintStream out) throws InterruptedException {
    try (var lines = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Load load = Load.of(Options.of(Json.readObject(line)));
        out.println(Json.write(LoadGenerator.run(load).toJson()));
        out.flush();
      }
      return 0;
    } catch (IOException e) {
      return 1;
    }
  }
}
