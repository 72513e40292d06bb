package dev.dragoman.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.ledger.Account;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a caller may ask for, and by which names. */
final class CallerTest {
  private static final VirtualKey KEY = People.key("sk-test-of-models-wxyz");

  /** Lists are written with a blank between entries, and none as a dash. */
  @ParameterizedTest
  @CsvSource({
    // key, team, user, model, may
    "-,        -,      -,      gpt-4o, true",
    "gpt-4o,   -,      -,      gpt-4o, true",
    "gpt-4o,   -,      -,      gpt-4o-mini, false",
    "gpt-4o,   -,      -,      gpt-4, false",
    "-,        gpt-4o, -,      gpt-4o, true",
    "-,        gpt-4o, -,      gpt-5, false",
    "-,        -,      gpt-4o, gpt-5, false",
    "gpt-5,    gpt-4o, -,      gpt-5, false",
    "gpt-5,    gpt-4o, -,      gpt-4o, false",
    "gpt-5 a,  a b,    a c,    a, true",
    "gpt-5 a,  a b,    b c,    a, false",
    "*,        -,      -,      anything, true",
    "*,        gpt-4o, -,      gpt-5, false",
    "openai/*, -,      -,      openai/gpt-4o, true",
    "openai/*, -,      -,      openaix/gpt-4o, false",
    "openai/*, -,      -,      azure/gpt-4o, false",
    "openai/*, -,      -,      gpt-4o, true",
    "openai/*, -,      -,      claude-opus, false",
    "anthropic/*, -,   -,      claude-opus, true",
    "anthropic/*, -,   -,      x/claude-opus, false",
    "vertex_ai/*, -,   -,      gemini-2.5-pro, true",
    "bedrock/us.*, -,  -,      bedrock/us.amazon.nova, true",
    "bedrock/us.*, -,  -,      bedrock/eu.amazon.nova, false",
    "gpt-*-mini, -,    -,      gpt-4o-mini, true",
    "gpt-*-mini, -,    -,      gpt-4o-mini-high, false",
    "gpt.4o,   -,      -,      gpt-4o, false",
    "all-proxy-models, -, -,   gpt-5, true",
    "all-proxy-models, gpt-4o, -, gpt-5, false",
    "all-team-models, gpt-4o, -, gpt-4o, true",
    "all-team-models, gpt-4o, -, gpt-5, false",
    "all-team-models, -, -,    gpt-5, true",
    "all-team-models, -, gpt-4o, gpt-5, false",
    "-,        all-team-models, -, gpt-5, true",
    "-,        all-proxy-models, -, gpt-5, true",
    "-,        -, all-team-models, gpt-5, false",
    "-,        -, all-proxy-models, gpt-5, true",
    "-,        -, no-default-models, gpt-4o, false",
    "-,        gpt-4o, no-default-models, gpt-4o, true",
    "-,        gpt-4o, no-default-models, gpt-5, false",
    "no-default-models, -, -,  gpt-4o, false",
    "-,        no-default-models, -, gpt-4o, false",
  })
  void aModelIsForWhomKeyTeamAndUserAllPermitIt(
      String key, String team, String user, String model, boolean may) {
    assertEquals(may, caller(list(key), teamOf(team), list(user)).mayUse(model));
  }

  @Test
  void theMasterKeyMayUseAll() {
    assertTrue(Caller.master("00").mayUse("anything"));
    assertEquals("gpt-4o", Caller.master("00").resolve("gpt-4o"));
  }

  @Test
  void namesOfTheTeamAreReplacedBeforeThoseOfTheKeyAndEachOnce() {
    Team red =
        People.team(
            "red", List.of(), Map.of("gpt-4", "red-gpt", "loop", "loop2"), Limits.NONE, false);
    VirtualKey key =
        People.with(
            KEY,
            List.of(),
            Map.of("gpt-4", "mine", "red-gpt", "last", "fast", "gpt-4", "loop2", "loop"));
    Caller caller = People.caller(People.of(key, null, "red"), null, red);
    assertEquals("last", caller.resolve("gpt-4"));
    assertEquals("gpt-4", caller.resolve("fast"));
    assertEquals("loop", caller.resolve("loop"));
    assertEquals("other", caller.resolve("other"));
  }

  @Test
  void aNameThatAKeyGivesAModelPermitsNothing() {
    Caller caller =
        People.caller(
            People.with(KEY, List.of("gpt-4o", "mine"), Map.of("mine", "gpt-5")), null, null);
    String asked = caller.resolve("mine");
    ApiException refused = assertThrows(ApiException.class, () -> caller.requireModel(asked));
    assertEquals(ErrorType.PERMISSION, refused.error().type());
    assertEquals(403, refused.error().status());
    assertEquals(
        "model: gpt-5 is not for key sk-...wxyz, which may use: gpt-4o, mine",
        refused.error().message());
  }

  @Test
  void aWildcardIsHeldAgainstTheModelsOwnName() {
    Caller claude = caller(List.of("claude-*"), null, List.of());
    assertTrue(claude.mayUse("claude-opus", "claude-opus"));
    assertEquals(false, claude.mayUse("claude-gpt-4o", "gpt-4o"), "any model has such a name");
    Caller gpt = caller(List.of("gpt-4o"), null, List.of());
    assertTrue(gpt.mayUse("claude-gpt-4o", "gpt-4o"), "the name it has in Claude Code's menu");
    Caller menu = caller(List.of("claude-gpt-4o"), null, List.of());
    assertTrue(menu.mayUse("claude-gpt-4o", "gpt-4o"));
    assertEquals(false, menu.mayUse("gpt-4o", "gpt-4o"));
  }

  @Test
  void aLongListIsNotToldWhole() {
    List<String> models = IntStream.range(0, 1_000).mapToObj(i -> "model-" + i).toList();
    ApiException refused =
        assertThrows(
            ApiException.class, () -> caller(models, null, List.of()).requireModel("gpt-5"));
    assertTrue(refused.error().message().endsWith("model-19, and 980 more"));
  }

  @Test
  void aCallerSeesTheModelsItMayUseAndItsOwnNamesForThem() {
    List<String> all = List.of("claude-opus", "gpt-4o", "gpt-5");
    VirtualKey key =
        People.with(
            KEY, List.of("gpt-*"), Map.of("mine", "gpt-5", "gone", "gpt-3", "no", "claude-opus"));
    assertEquals(
        List.of("gpt-4o", "gpt-5", "mine"),
        People.caller(key, null, null).visible(all, name -> all.contains(name) ? name : null));
    assertEquals(all, Caller.master("00").visible(all, name -> name));
  }

  @Test
  void aSoftBudgetBelongsToTheAccountOfWhoseItIs() {
    Limits soft = new Limits(9L, null, 5L, null, null, null, Map.of(), null);
    Caller caller = People.caller(People.with(KEY, soft, null), People.user("bob"), null);
    Quota quota = caller.quotas().getFirst();
    Account cost = Allowances.cost(quota, People.THEN);
    assertTrue(cost != null);
    assertEquals(5L, caller.softBudget(cost));
    Account whole =
        Allowances.cost(new Policy(1L, null, null, false, true, List.of(), false), People.THEN);
    assertTrue(whole != null);
    assertNull(caller.softBudget(whole));
  }

  private static @Nullable Team teamOf(String models) {
    return models.equals("-")
        ? null
        : People.team("red", list(models), Map.of(), Limits.NONE, false);
  }

  private static Caller caller(List<String> key, @Nullable Team team, List<String> user) {
    return People.caller(
        People.with(KEY, key, Map.of()),
        People.user("bob", Role.INTERNAL_USER, user, Limits.NONE, false),
        team);
  }

  private static List<String> list(String models) {
    return models.equals("-") ? List.of() : Arrays.asList(models.split(" ", -1));
  }
}
