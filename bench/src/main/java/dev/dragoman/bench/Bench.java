package dev.dragoman.bench;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;

/**
 * The bench's command line: without a subcommand the whole comparison, and its two halves by hand.
 * It exits with 0, with 1 when any request failed, and with 2 when it was called wrongly.
 */
public final class Bench {
  private static final String USAGE =
      """
      usage: dragoman bench [OPTIONS]            compare a gateway with the upstream's own answers
             dragoman bench slow-streams [OPTIONS]   many slow answers at once
             dragoman bench upstream [OPTIONS]   only the scripted model server
             dragoman bench load [OPTIONS]       only the load generator

      bench
        --gateway-command LINE  start this gateway (sh; {config} {port} {data} {upstream} are filled in)
        --gateway-url URL       or measure one that runs, whose model's api_base is the upstream below,
        --key KEY --pid PID     with its key, and its process when CPU and memory are wanted
        --upstream-port PORT    default: any free one; with --gateway-url 9100
        --model NAME            gpt-4o
        --rounds 5 --n 800 --session-n 300 --concurrent-n 2000 --c 16   requests a round, in each case
        --warm 1000 --starts 3 --chunks 64 --patience 60 (seconds to get ready)
        --name LABEL --json FILE (- for standard output) --quiet
      slow-streams
        --streams 1000 --first 5 --seconds 60 (then a token a second until then) --body small|opening|session
        --ping SECONDS (the gateway's ping_interval) --heap 256m --gateway-command LINE --patience 60
      upstream
        --port 9100 --chunks 64 --first 0 --gap 0 (milliseconds) --model gpt-4o --until-stdin-ends
      load
        --url http://127.0.0.1:4000/v1/messages --key KEY --model gpt-4o --form messages|chat
        --shape small|opening|session --no-stream -n 1000 -warm 200 -c 8 --chunks 64 --pid PID
        --timeout 60 (seconds) --name LABEL --json --stdin
      """;

  private Bench() {}

  public static void main(String[] args) throws InterruptedException {
    System.exit(run(List.of(args), System.in, System.out, System.err));
  }

  static int run(List<String> args, InputStream in, PrintStream out, PrintStream err)
      throws InterruptedException {
    if (args.stream().anyMatch(arg -> List.of("-h", "--help", "help").contains(arg))) {
      out.print(USAGE);
      return 0;
    }
    try {
      String command = args.isEmpty() || args.getFirst().startsWith("-") ? "" : args.getFirst();
      List<String> rest = command.isEmpty() ? args : args.subList(1, args.size());
      return switch (command) {
        case "" ->
            new BenchRun(Options.parse(rest, BenchRun.VALUED, BenchRun.FLAGS), out, err).run();
        case "slow-streams" ->
            new SlowStreams(Options.parse(rest, SlowStreams.VALUED, SlowStreams.FLAGS), out, err)
                .run();
        case "upstream" ->
            UpstreamCommand.run(
                Options.parse(rest, UpstreamCommand.VALUED, UpstreamCommand.FLAGS), in, out, err);
        case "load" -> LoadCommand.run(Options.parse(rest, Load.VALUED, Load.FLAGS), in, out);
        default -> throw new UsageException("no such command: " + command);
      };
    } catch (UsageException e) {
      err.println("bench: " + e.getMessage());
      err.print(USAGE);
      return 2;
    }
  }
}
