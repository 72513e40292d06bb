package dev.dragoman.exchange;

import dev.dragoman.store.Store;
import dev.dragoman.store.StorePlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A process with a gateway and eight clients of it that ask for streams until it is killed. It says
 * {@code ready}, and then the number of each request whose answer has ended. Its arguments are the
 * first number and where the store is.
 */
final class StreamingProcess {
  private static final int CLIENTS = 8;

  private StreamingProcess() {}

  public static void main(String[] arguments) throws InterruptedException {
    PaidGateway.logErrorsOnly();
    AtomicLong next = new AtomicLong(Long.parseLong(arguments[0]));
    StorePlace place = new StorePlace(List.of(arguments).subList(1, arguments.length));
    try (Store store = place.open(next.get());
        PaidGateway gateway = new PaidGateway(store)) {
      PaidGateway.say("ready");
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(Thread.ofVirtual().start(() -> spend(gateway, next)));
      }
      for (Thread client : clients) {
        client.join();
      }
    }
  }

  private static void spend(PaidGateway gateway, AtomicLong next) {
    try {
      while (true) {
        long number = next.getAndIncrement();
        Recorded answer = gateway.ask(number, true);
        if (!answer.body().contains("message_stop")) {
          throw new IllegalStateException(answer.body());
        }
        PaidGateway.say(Long.toString(number));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
