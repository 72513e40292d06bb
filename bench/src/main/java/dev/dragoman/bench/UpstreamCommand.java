package dev.dragoman.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;

/** The command that runs a {@link ScriptedUpstream} until it is stopped. */
final class UpstreamCommand {
  static final int PORT = 9100;
  static final String SAYS = "upstream on ";
  static final Set<String> VALUED = Set.of("port", "chunks", "first", "gap", "model");
  static final Set<String> FLAGS = Set.of("until-stdin-ends");

  private UpstreamCommand() {}

  /**
   * Runs this command as a process of its own.
   *
   * @param port 0 for any free one
   * @return the base of its API
   */
  static String start(Sandbox sandbox, int port, Script script) throws IOException {
    Process process =
        sandbox.startJava(
            List.of(
                "upstream",
                "--port=" + port,
                "--chunks=" + script.chunks(),
                "--first=" + script.firstMillis(),
                "--gap=" + script.gapMillis(),
                "--model=" + script.model(),
                "--until-stdin-ends"));
    String line = process.inputReader().readLine();
    if (line == null || !line.startsWith(SAYS)) {
      throw new IOException("the upstream did not start on port " + port);
    }
    return line.substring(SAYS.length());
  }

  static int run(Options options, InputStream in, PrintStream out, PrintStream err)
      throws InterruptedException {
    var script =
        new Script(
            options.whole("chunks", 1, 64),
            options.whole("first", 0, 0),
            options.whole("gap", 0, 0),
            options.text("model", "gpt-4o"));
    int port = options.whole("port", 0, PORT);
    try (var upstream = ScriptedUpstream.start(port, script)) {
      out.println(SAYS + upstream.base());
      out.flush();
      if (!options.flag("until-stdin-ends")) {
        Thread.currentThread().join();
      }
      // Whoever started this holds the other end, so that it cannot be left behind.
      in.transferTo(OutputStream.nullOutputStream());
      return 0;
    } catch (IOException e) {
      err.println("upstream: port " + port + ": " + e.getMessage());
      return 1;
    }
  }
}
