package dev.dragoman.exchange;

import dev.dragoman.credential.Credentials;
import dev.dragoman.credential.Http;
import dev.dragoman.credential.MissingSecret;
import dev.dragoman.credential.Secrets;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Provider;
import dev.dragoman.upstream.Timeouts;
import dev.dragoman.wire.UpstreamRequest;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.OptionalLong;

/** Providers' own counts of a request's tokens. */
final class ProviderCounts {
  /** Someone waits for the figure, and an estimate is at hand. */
  private static final Timeouts TIMEOUTS =
      new Timeouts(
          Duration.ofSeconds(2),
          Duration.ofSeconds(4),
          Duration.ofSeconds(4),
          Duration.ofSeconds(5));

  private static final int MAX_ANSWER = 64 << 10;

  private static final Logger LOG = System.getLogger("dev.dragoman");

  private final Upstreams upstreams;
  private final Credentials credentials;

  ProviderCounts(Upstreams upstreams, Credentials credentials) {
    this.upstreams = upstreams;
    this.credentials = credentials;
  }

  /**
   * The input tokens of {@code request}; empty where the provider does not count, or does not now,
   * which is logged.
   *
   * @throws ApiException {@code invalid_request_error} if the provider could not be asked the
   *     request itself
   */
  OptionalLong of(MessagesRequest request, Deployment target, Provider provider) {
    Provider.Counting counting = provider.counting(target);
    if (counting == null) {
      return OptionalLong.empty();
    }
    UpstreamRequest plain = counting.encode(request).request();
    Secrets secrets = Secrets.NONE;
    try {
      UpstreamRequest authorized = credentials.authorize(plain, provider.authentication(target));
      secrets = Secrets.in(authorized, plain);
      Http.Answer answer = upstreams.whole(authorized, target, TIMEOUTS, MAX_ANSWER);
      if (answer.status() != 200) {
        throw provider
            .decodeError(answer.status(), answer.headers(), answer.body(), target)
            .toException();
      }
      return OptionalLong.of(counting.read(answer.body()));
    } catch (IOException | ApiException | MissingSecret e) {
      LOG.log(
          Level.WARNING,
          "{0} did not count the tokens of a request: {1}",
          target.provider(),
          secrets.mask(String.valueOf(e.getMessage())));
      return OptionalLong.empty();
    }
  }
}
