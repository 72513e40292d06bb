package dev.dragoman.local;

import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line: {@code dragoman [serve] ...}, {@code dragoman claude ...}, {@code dragoman
 * config push ...}, {@code dragoman doctor ...}, {@code dragoman ledger ...}.
 */
@Command(
    name = "dragoman",
    description =
        "Lets Claude Code, and anything that speaks the Messages API, work with any model.",
    subcommands = {Serve.class, Claude.class, Config.class, Doctor.class, Ledger.class},
    mixinStandardHelpOptions = true,
    version = "dragoman 0.1.0")
public final class Dragoman {
  private Dragoman() {}

  /** Runs a command; without one, serves. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    CommandLine line = line();
    try {
      return line.execute(withCommand(args, line));
    } catch (Refusal e) {
      line.getErr().println("dragoman: " + e.getMessage());
      return 2;
    }
  }

  /** All commands, and what a refusal says. */
  static CommandLine line() {
    // @file is Claude Code's own way to name a file.
    CommandLine line = new CommandLine(new Dragoman()).setExpandAtFiles(false);
    // Whatever is not an option of ours is Claude Code's, from there on.
    Objects.requireNonNull(line.getSubcommands().get("claude"))
        .setUnmatchedOptionsArePositionalParams(true)
        .setStopAtPositional(true);
    line.setExecutionExceptionHandler((fault, command, result) -> {
      if (!(fault instanceof Refusal)) {
        throw fault;
      }
      command.getErr().println("dragoman: " + fault.getMessage());
      return 2;
    });
    return line;
  }

  /** Serving is what it is for: options without a command are its options. */
  private static String[] withCommand(String[] args, CommandLine line) {
    boolean named =
        args.length > 0
            && (line.getSubcommands().containsKey(args[0])
                || args[0].equals("--version")
                || args[0].equals("-V")
                || args[0].equals("--help")
                || args[0].equals("-h"));
    if (named) {
      return args;
    }
    if (args.length > 0 && !args[0].startsWith("-")) {
      throw new Refusal("there is no command " + args[0] + "; ./dragoman help lists them");
    }
    String[] serve = new String[args.length + 1];
    serve[0] = "serve";
    System.arraycopy(args, 0, serve, 1, args.length);
    return serve;
  }
}
