package dev.dragoman.local;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code dragoman serve}: the gateway behind a port, until it is told to end. */
@Command(
    name = "serve",
    description = "Runs the gateway (the default command).",
    mixinStandardHelpOptions = true)
final class Serve implements Callable<Integer> {
  /** How long streams in flight may take to end once the gateway is to stop. */
  private static final Duration GRACE = Duration.ofMinutes(2);

  @Mixin private Place place = new Place();

  @Option(
      names = {"--detailed_debug", "--detailed-debug"},
      description = "Log both sides of each translation, secrets masked.")
  private boolean detailedDebug;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (detailedDebug) {
      System.setProperty(ConsoleLog.LEVEL, "debug");
    }
    LocalGateway gateway = LocalGateway.start(place, System.getenv());
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    new Greeting(gateway).print(out);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  out.println(
                      "stopping; streams in flight have up to "
                          + GRACE.toMinutes()
                          + " minutes to end");
                  gateway.stop(GRACE);
                  stopped.countDown();
                },
                "stop"));
    stopped.await();
    return 0;
  }
}
