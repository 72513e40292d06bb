package dev.dragoman.provider;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.messages.RequestReader;
import dev.dragoman.wire.UpstreamRequest;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** A session of forty turns whose requests must grow at their end only. */
public final class GrowingSession {
  private static final int TURNS = 40;

  private GrowingSession() {}

  /**
   * Checks each turn; the last request's body, without what closes it.
   *
   * @param session the client's request after so many turns
   * @param closing the brackets that close each body
   */
  public static String assertGrows(
      Provider provider, Deployment target, IntFunction<byte[]> session, String closing) {
    return assertGrows(provider, target, session, closing, request -> {});
  }

  /** The same, with each request also held against {@code rules}. */
  public static String assertGrows(
      Provider provider,
      Deployment target,
      IntFunction<byte[]> session,
      String closing,
      Consumer<UpstreamRequest> rules) {
    String before = "";
    for (int turns = 0; turns <= TURNS; turns++) {
      UpstreamRequest request =
          provider.encode(RequestReader.read(session.apply(turns)), target).request();
      rules.accept(request);
      String now = new String(request.body(), StandardCharsets.UTF_8);
      assertTrue(now.endsWith(closing), now);
      String stripped = now.substring(0, now.length() - closing.length());
      int turn = turns;
      assertTrue(stripped.startsWith(before), () -> "turn " + turn + " does not go on");
      before = stripped;
    }
    return before;
  }
}
