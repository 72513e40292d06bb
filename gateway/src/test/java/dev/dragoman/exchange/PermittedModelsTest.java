package dev.dragoman.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.access.Access;
import dev.dragoman.access.Limits;
import dev.dragoman.access.Policy;
import dev.dragoman.access.VirtualKey;
import dev.dragoman.credential.Credentials;
import dev.dragoman.http.Request;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Sha256;
import dev.dragoman.provider.catalogue.Providers;
import dev.dragoman.routing.MappingCache;
import dev.dragoman.routing.Router;
import dev.dragoman.routing.Traffic;
import dev.dragoman.store.InMemoryStore;
import dev.dragoman.upstream.UpstreamClient;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the holder of a virtual key is shown, and what it may count for. */
final class PermittedModelsTest {
  private static final String SECRET = "sk-of-the-permitted-models";
  private static final Headers KEY = Headers.of("x-api-key", SECRET);
  private static final Instant THEN = Instant.parse("2026-11-01T00:00:00Z");

  private final InstantSource clock = InstantSource.fixed(THEN);
  private final InMemoryStore store = new InMemoryStore();
  private final UpstreamClient client = new UpstreamClient(Clock.systemUTC());
  private final Access access = new Access(null, store.directory(), () -> Policy.DEFAULT, clock);
  private final Router router =
      new Router(
          new MappingCache(store.mappings(), Duration.ofHours(1), clock),
          new Traffic(
              store.health(),
              deployment -> new ModelCatalogue().of(deployment).prices(),
              clock,
              new Random(1)),
          Providers::serves);

  @BeforeEach
  void someModels() {
    for (String name : List.of("gpt-4o", "gpt-5", "claude-opus")) {
      store.mappings().put(Deployment.of(name, "openai", name));
    }
  }

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void itIsShownTheModelsItMayUseAndItsOwnNamesForThem() throws IOException {
    key(List.of("gpt-4o", "claude-*"), Map.of("mine", "gpt-4o", "theirs", "gpt-5"));
    assertEquals(List.of("claude-opus", "gpt-4o", "mine"), listed(KEY));
    assertEquals(
        List.of("claude-gpt-4o", "claude-opus", "gpt-4o", "mine"),
        listed(KEY.with("anthropic-version", "2023-06-01")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-4o", "claude-gpt-4o", "claude-opus", "mine"})
  void itIsToldOfAModelByEachOfItsNames(String name) throws IOException {
    key(List.of("gpt-4o", "claude-*"), Map.of("mine", "gpt-4o"));
    Recorded answer = new Recorded();
    new Models(access, router).one(get("/v1/models/" + name), "req_1", answer);
    assertEquals(200, answer.status());
    assertTrue(answer.body().contains("\"id\":\"" + name + "\""), answer.body());
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-5", "claude-gpt-5", "theirs", "claude-none-such", "other"})
  void itIsForbiddenWhatItMayNotUseAndWhatOnlySoundsLikeIt(String name) {
    key(List.of("gpt-4o", "claude-o*"), Map.of("theirs", "gpt-5"));
    assertForbidden(
        assertThrows(
            ApiException.class,
            () ->
                new Models(access, router)
                    .one(get("/v1/models/" + name), "req_1", new Recorded())));
    Preparation unused = new Preparation(new Providers(new ModelCatalogue()), new ModelCatalogue());
    Credentials none =
        new Credentials(
            variable -> null,
            request -> {
              throw new AssertionError("nobody is asked");
            },
            clock);
    ProviderCounts counts = new ProviderCounts(new Upstreams(client, () -> false), none);
    CountTokens counting = new CountTokens(access, router, unused, counts);
    byte[] body =
        """
        {"model": "%s", "messages": [{"role": "user", "content": "hello"}]}\
        """
            .formatted(name)
            .getBytes(UTF_8);
    Request count = new Request("POST", "/v1/messages/count_tokens", null, KEY, body);
    assertForbidden(
        assertThrows(ApiException.class, () -> counting.answer(count, "req_1", new Recorded())));
  }

  @Test
  void whatNobodyHasIsNotFoundByWhoMayUseAll() {
    key(List.of(), Map.of());
    ApiException refused =
        assertThrows(
            ApiException.class,
            () -> new Models(access, router).one(get("/v1/models/x"), "req_1", new Recorded()));
    assertEquals(ErrorType.NOT_FOUND, refused.error().type());
  }

  @Test
  void theHealthOfDeploymentsIsForAdministrators() {
    key(List.of(), Map.of());
    Health health =
        new Health(
            access,
            store.mappings(),
            new ModelCatalogue(),
            only -> {
              throw new AssertionError("nobody is asked");
            });
    assertForbidden(
        assertThrows(
            ApiException.class, () -> health.answer(get("/health"), "req_1", new Recorded())));
  }

  private static void assertForbidden(ApiException refused) {
    assertEquals(ErrorType.PERMISSION, refused.error().type());
    assertEquals(403, refused.error().status());
  }

  private List<String> listed(Headers headers) throws IOException {
    Recorded answer = new Recorded();
    Request list = new Request("GET", "/v1/models", null, headers, new byte[0]);
    new Models(access, router).list(list, "req_1", answer);
    return Pattern.compile("\"id\":\"([^\"]*)\"")
        .matcher(answer.body())
        .results()
        .map(found -> found.group(1))
        .toList();
  }

  private static Request get(String path) {
    return new Request("GET", path, null, KEY, new byte[0]);
  }

  private void key(List<String> models, Map<String, String> aliases) {
    VirtualKey key =
        new VirtualKey(
            Sha256.hex(SECRET),
            "sk-...dels",
            null,
            null,
            null,
            models,
            aliases,
            Limits.NONE,
            null,
            null,
            false,
            List.of(),
            Map.of(),
            Map.of(),
            "master",
            THEN,
            THEN,
            1);
    assertTrue(store.directory().keys().put(key));
  }
}
