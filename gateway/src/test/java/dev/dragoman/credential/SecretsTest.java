package dev.dragoman.credential;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dragoman.wire.Headers;
import dev.dragoman.wire.UpstreamRequest;
import java.net.URI;
import org.junit.jupiter.api.Test;

final class SecretsTest {
  private static final Headers PLAIN =
      Headers.of("content-type", "application/json").with("Cf-Aig-Authorization", "Bearer by-hand");

  @Test
  void whatAuthorizesIsMaskedWhereverItCameFrom() {
    Secrets secrets = of(PLAIN.with("authorization", "Bearer resolved"), PLAIN);
    assertEquals(
        "*** and *** as application/json",
        secrets.mask("resolved and by-hand as application/json"));
  }

  @Test
  void theSecretsOfSeveralRequestsAreMasked() {
    Secrets one = of(PLAIN.with("x-api-key", "first-key"), Headers.EMPTY.with("x", "y"));
    Secrets both = one.and(of(Headers.of("x-api-key", "second-key"), Headers.EMPTY)).and(one);
    assertEquals("*** ***", both.mask("first-key second-key"));
  }

  @Test
  void whatLooksLikeAKeyIsMaskedToo() {
    assertEquals("sk-*** tvly-***", Secrets.NONE.mask("sk-abcd*****wxyz tvly-dev-abcdef"));
  }

  private static Secrets of(Headers authorized, Headers plain) {
    return Secrets.in(request(authorized), request(plain));
  }

  private static UpstreamRequest request(Headers headers) {
    return new UpstreamRequest("POST", URI.create("https://a.test/"), headers, new byte[0]);
  }
}
