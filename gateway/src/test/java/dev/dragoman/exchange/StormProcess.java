package dev.dragoman.exchange;

import dev.dragoman.store.Store;
import dev.dragoman.store.StorePlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process with a gateway and sixteen clients of it, which ask one request after the other. Of
 * each it prints a line: {@link Spent} in words. Its arguments are its first number, how far apart
 * its numbers are, the first that it must not ask, and where the store is. It says {@code ready}
 * and waits for a byte before it begins.
 */
final class StormProcess {
  private static final int CLIENTS = 16;

  /** How often a client asks again that is told to. */
  private static final int PATIENCE = 3;

  private static final Pattern ERROR = Pattern.compile("\"type\": ?\"(\\w+_error)\"");
  private static final Pattern BILL =
      Pattern.compile("\\$([0-9.]+) of \\$([0-9.]+) are used, and this request needs \\$([0-9.]+)");

  private StormProcess() {}

  /**
   * How a request ended.
   *
   * @param outcome {@code served}, {@code spent}, {@code busy} or an error's type
   * @param waits how often it was told to come again
   * @param used of {@code limit}, as a refusal says it, where the request needed {@code needed}
   */
  record Spent(
      long number,
      String outcome,
      int status,
      long millis,
      int waits,
      long used,
      long limit,
      long needed) {
    static Spent of(String line) {
      String[] words = line.split(" ", -1);
      return new Spent(
          Long.parseLong(words[0]),
          words[1],
          Integer.parseInt(words[2]),
          Long.parseLong(words[3]),
          Integer.parseInt(words[4]),
          Long.parseLong(words[5]),
          Long.parseLong(words[6]),
          Long.parseLong(words[7]));
    }

    String line() {
      return number + " " + outcome + " " + status + " " + millis + " " + waits + " " + used + " "
          + limit + " " + needed;
    }
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    PaidGateway.logErrorsOnly();
    AtomicInteger next = new AtomicInteger(Integer.parseInt(arguments[0]));
    int step = Integer.parseInt(arguments[1]);
    int end = Integer.parseInt(arguments[2]);
    StorePlace place = new StorePlace(List.of(arguments).subList(3, arguments.length));
    try (Store store = place.open(next.get());
        PaidGateway gateway = new PaidGateway(store)) {
      PaidGateway.say("ready");
      if (System.in.read() < 0) {
        return;
      }
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(
            Thread.ofVirtual()
                .start(() -> {
                  for (int n = next.getAndAdd(step); n < end; n = next.getAndAdd(step)) {
                    PaidGateway.say(spend(gateway, n).line());
                  }
                }));
      }
      for (Thread client : clients) {
        client.join();
      }
    }
  }

  private static Spent spend(PaidGateway gateway, long number) {
    long start = System.nanoTime();
    int waits = 0;
    while (true) {
      try {
        Recorded answer = gateway.ask(number);
        String outcome = outcome(answer);
        if (outcome.equals("busy") && waits < PATIENCE) {
          waits++;
          Thread.sleep(1_000 * seconds(answer));
        } else {
          long millis = (System.nanoTime() - start) / 1_000_000;
          Matcher bill = BILL.matcher(answer.body());
          boolean spent = outcome.equals("spent") && bill.find();
          return new Spent(
              number,
              outcome,
              answer.status(),
              millis,
              waits,
              spent ? PaidScene.dollars(Objects.requireNonNull(bill.group(1))) : 0,
              spent ? PaidScene.dollars(Objects.requireNonNull(bill.group(2))) : 0,
              spent ? PaidScene.dollars(Objects.requireNonNull(bill.group(3))) : 0);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static String outcome(Recorded answer) {
    Matcher error = ERROR.matcher(answer.body());
    if (!error.find()) {
      return answer.status() == 200 ? "served" : "none";
    }
    return switch (Objects.requireNonNull(error.group(1))) {
      case "billing_error" -> "spent";
      case "rate_limit_error" -> "busy";
      case String other -> other;
    };
  }

  /** None stands where pings had gone out. */
  private static long seconds(Recorded answer) {
    String after = answer.header("retry-after");
    return after.isEmpty() ? 3 : Long.parseLong(after);
  }
}
