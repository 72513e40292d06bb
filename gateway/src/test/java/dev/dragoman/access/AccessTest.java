package dev.dragoman.access;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.wire.Headers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is admitted, who is not, and what they are told. */
final class AccessTest {
  private static final String MASTER = "sk-master-1234567890";
  private static final String SECRET = "sk-test-of-admission-wxyz";
  private static final Instant NOW = Instant.parse("2026-11-25T16:00:00Z");

  private final SlowDirectory directory = new SlowDirectory();
  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private Policy policy = Policy.DEFAULT;
  private final Access access = new Access(MASTER, directory, () -> policy, now::get);

  @Test
  void theMasterKeyIsAdmittedWithoutALookUp() {
    directory.broken = true;
    Caller caller = access.admit(sent(MASTER));
    assertTrue(caller.isMaster());
    assertEquals(0, directory.lookUps.get());
  }

  @Test
  void aVirtualKeyIsAdmittedWithItsUserAndItsTeam() {
    User bob = People.user("bob", Role.PROXY_ADMIN_VIEWER, List.of(), Limits.NONE, false);
    Team red = People.team("red");
    VirtualKey key = People.of(People.key(SECRET), "bob", "red");
    directory.with(key, bob, red);
    Caller caller = access.admit(sent(SECRET));
    assertEquals(new Caller(key.id(), key, bob, red, Role.PROXY_ADMIN_VIEWER), caller);
    assertEquals("key sk-...wxyz", caller.name());
    assertFalse(caller.isMaster());
  }

  @Test
  void theKeyOfAnAdministratorIsAnAdministratorsKeyAndNotTheMasterKey() {
    User root = People.user("root", Role.PROXY_ADMIN, List.of(), Limits.NONE, false);
    directory.with(People.of(People.key(SECRET), "root", null), root);
    Caller caller = access.admit(sent(SECRET));
    assertEquals(Role.PROXY_ADMIN, caller.role());
    assertFalse(caller.isMaster());
  }

  @Test
  void whatABudgetSaysHoldsWhereTheKeyTheUserOrTheTeamSaysNothing() {
    Instant later = People.THEN.plusSeconds(60);
    directory.with(
        People.with(
            People.of(People.key(SECRET), null, "red"),
            new Limits(5L, null, null, null, null, null, Map.of(), null),
            "small"),
        People.team("red"),
        People.budget("small", new Limits(9L, "1h", null, 3L, null, null, Map.of(), null), later));
    Quota quota = access.admit(sent(SECRET)).quotas().getFirst();
    assertEquals(new Limits(5L, "1h", null, 3L, null, null, Map.of(), null), quota.limits());
    assertEquals(later.toEpochMilli(), quota.revision());
  }

  @Test
  void aKeyInEitherHeaderIsEnough() {
    directory.with(People.key(SECRET));
    Headers both = Headers.of("Authorization", "Bearer sk-other", "x-api-key", SECRET);
    assertEquals("key sk-...wxyz", access.admit(both).name());
    Headers master = Headers.of("Authorization", "Bearer " + SECRET, "x-api-key", MASTER);
    assertTrue(access.admit(master).isMaster());
  }

  @Test
  void aKeyNobodyKnowsIsRefusedForGood() {
    ApiError refused = refused(sent("sk-unknown"));
    assertRefused(ErrorType.AUTHENTICATION, 401, refused);
    assertTrue(refused.message().contains("this key is not known"));
    assertRefused(ErrorType.AUTHENTICATION, 401, refused(Headers.EMPTY));
  }

  @Test
  void aNewKeyWorksAtOnceThoughItWasAskedForBefore() {
    assertThrows(ApiException.class, () -> access.admit(sent(SECRET)));
    directory.with(People.key(SECRET));
    assertDoesNotThrow(() -> access.admit(sent(SECRET)));
  }

  @Test
  void aBlockedKeyIsToldSo() {
    directory.with(People.blocked(People.key(SECRET)));
    ApiError refused = refused(sent(SECRET));
    assertRefused(ErrorType.AUTHENTICATION, 401, refused);
    assertEquals("key sk-...wxyz is blocked: ask who runs this gateway", refused.message());
  }

  @Test
  void aKeyIsRefusedFromTheInstantItExpiresThoughItIsKnown() {
    directory.with(People.until(People.key(SECRET), NOW.plusSeconds(1)));
    assertDoesNotThrow(() -> access.admit(sent(SECRET)));
    now.set(NOW.plusSeconds(1));
    ApiError refused = refused(sent(SECRET));
    assertRefused(ErrorType.AUTHENTICATION, 401, refused);
    assertTrue(refused.message().contains("expired at 2026-11-25T16:00:01Z"));
    assertEquals(1, directory.lookUps.get());
  }

  @Test
  void theKeysOfABlockedUserAreForbidden() {
    directory.with(
        People.of(People.key(SECRET), "bob", null),
        People.user("bob", Role.PROXY_ADMIN, List.of(), Limits.NONE, true));
    ApiError refused = refused(sent(SECRET));
    assertRefused(ErrorType.PERMISSION, 403, refused);
    assertTrue(refused.message().startsWith("user bob is blocked"));
  }

  @Test
  void theKeysOfABlockedTeamAndOfOneThatIsGoneAreForbidden() {
    directory.with(
        People.of(People.key(SECRET), null, "red"),
        People.team("red", List.of(), Map.of(), Limits.NONE, true));
    ApiError refused = refused(sent(SECRET));
    assertRefused(ErrorType.PERMISSION, 403, refused);
    assertTrue(refused.message().startsWith("team red is blocked"));
    directory.teams().remove("red");
    access.forget();
    ApiError gone = refused(sent(SECRET));
    assertRefused(ErrorType.PERMISSION, 403, gone);
    assertTrue(gone.message().contains("team red, which is no more"));
  }

  @Test
  void aKeyWhoseUserIsNotKeptIsAdmitted() {
    directory.with(People.of(People.key(SECRET), "of-another-system", null));
    Caller caller = access.admit(sent(SECRET));
    assertNull(caller.user());
    assertEquals(Role.INTERNAL_USER, caller.role());
    assertEquals("of-another-system", caller.payer(List.of(), null, null).user());
  }

  @Test
  void whileTheStoreCannotBeReadNobodyNewIsAdmitted() {
    directory.with(People.key(SECRET)).broken = true;
    ApiError refused = refused(sent(SECRET));
    assertEquals(ErrorType.API, refused.type());
    assertEquals(503, refused.status());
    assertEquals(true, refused.shouldRetry());
    assertEquals(2L, refused.retryAfterSeconds());
  }

  @Test
  void whoWasAdmittedGoesOnForTenSecondsWithoutTheStore() {
    directory.with(People.key(SECRET));
    access.admit(sent(SECRET));
    directory.broken = true;
    now.set(NOW.plusMillis(9_999));
    assertDoesNotThrow(() -> access.admit(sent(SECRET)));
    now.set(NOW.plusSeconds(10));
    assertEquals(503, refused(sent(SECRET)).status());
    directory.broken = false;
    assertDoesNotThrow(() -> access.admit(sent(SECRET)));
  }

  @Test
  void anOperatorCanOpenAdmissionForWhileTheStoreCannotBeRead() {
    policy = new Policy(null, null, null, true, true, List.of(), false);
    directory.with(
        People.until(
            People.with(People.key(SECRET), List.of("gpt-4o"), Map.of()), NOW.plusSeconds(7_200)));
    access.admit(sent(SECRET));
    directory.broken = true;
    now.set(NOW.plusSeconds(3_600));
    Caller known = access.admit(sent(SECRET));
    assertFalse(known.mayUse("gpt-5"), "what was known of it holds");
    Caller stranger = access.admit(sent("sk-never-seen-before"));
    assertEquals(Role.INTERNAL_USER, stranger.role());
    assertFalse(stranger.isMaster());
    now.set(NOW.plusSeconds(7_200));
    assertEquals(401, refused(sent(SECRET)).status());
  }

  @Test
  void noRefusalHoldsTheKey() {
    directory.with(People.blocked(People.key(SECRET)));
    assertFalse(refused(sent(SECRET)).message().contains(SECRET));
    assertFalse(refused(sent("sk-unknown-secret")).message().contains("unknown-secret"));
    directory.broken = true;
    access.forget();
    ApiException unread = assertThrows(ApiException.class, () -> access.admit(sent(SECRET)));
    for (Throwable each = unread; each != null; each = each.getCause()) {
      assertFalse(each.toString().contains(SECRET));
    }
  }

  @Test
  void manyKeysInOneRequestDoNotMakeManyLookUps() {
    Headers.Builder headers = Headers.builder();
    for (int i = 0; i < 100; i++) {
      headers.add("x-api-key", "sk-guess-" + i);
    }
    assertEquals(401, refused(headers.build()).status());
    assertEquals(4, directory.lookUps.get());
  }

  @Test
  void withoutADirectoryTheMasterKeyAloneOpens() {
    Access alone = new Access(MASTER);
    assertTrue(alone.admit(sent(MASTER)).isMaster());
    assertThrows(ApiException.class, () -> alone.admit(sent(SECRET)));
    ApiException none =
        assertThrows(ApiException.class, () -> new Access(null).admit(sent(MASTER)));
    assertTrue(none.error().message().contains("LITELLM_MASTER_KEY"));
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void aRoleOpensWhatItIsFor(Role role) {
    Caller caller =
        People.caller(
            People.key(SECRET), People.user("bob", role, List.of(), Limits.NONE, false), null);
    assertDoesNotThrow(() -> Access.require(caller, Role.values()));
    Role other = role == Role.PROXY_ADMIN ? Role.INTERNAL_USER : Role.PROXY_ADMIN;
    ApiException refused = assertThrows(ApiException.class, () -> Access.require(caller, other));
    assertRefused(ErrorType.PERMISSION, 403, refused.error());
    assertEquals(
        "this needs the role %s; key sk-...wxyz has the role %s"
            .formatted(other.json(), role.json()),
        refused.error().message());
  }

  private ApiError refused(Headers headers) {
    return assertThrows(ApiException.class, () -> access.admit(headers)).error();
  }

  private static void assertRefused(ErrorType type, int status, ApiError error) {
    assertEquals(type, error.type());
    assertEquals(status, error.status());
    assertEquals(false, error.shouldRetry());
  }

  private static Headers sent(String key) {
    return Headers.of("Authorization", "Bearer " + key);
  }
}
