package dev.dragoman.routing;

import static dev.dragoman.routing.Scene.deployment;
import static dev.dragoman.routing.Scene.failure;
import static dev.dragoman.routing.Scene.id;
import static dev.dragoman.routing.Scene.settings;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.provider.Deployment;
import dev.dragoman.routing.Failure.Kind;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which deployments a request's tags leave. */
final class TagsTest {
  private static final Deployment FREE = deployment("m", "free", "tags", "[\"free\", \"eu\"]");
  private static final Deployment PAID = deployment("m", "paid", "tags", "[\"paid\"]");
  private static final Deployment USUAL = deployment("m", "usual", "tags", "[\"default\"]");
  private static final Deployment PLAIN = deployment("m", "plain");
  private static final RouterSettings ON = settings("enable_tag_filtering", "true");

  /** All that a hundred requests with these tags are given. */
  private static Set<String> given(RouterSettings settings, Deployment[] all, String... tags) {
    Scene scene = new Scene(settings, all);
    Set<String> given = new TreeSet<>();
    for (int i = 0; i < 100; i++) {
      given.add(id(scene.tagged("m", tags).begin()));
    }
    return given;
  }

  private static Deployment[] all(Deployment... all) {
    return all;
  }

  @Test
  void tagsMeanNothingUnlessTheyAreSwitchedOn() {
    assertEquals(Set.of("free", "paid"), given(RouterSettings.DEFAULT, all(FREE, PAID), "paid"));
  }

  @Test
  void aTagGoesToThoseThatHaveIt() {
    assertEquals(Set.of("paid"), given(ON, all(FREE, PAID, USUAL, PLAIN), "paid"));
    assertEquals(Set.of("free", "paid"), given(ON, all(FREE, PAID, USUAL), "paid", "eu"));
  }

  @Test
  void allTagsMustMatchWhereOneIsNotEnough() {
    RouterSettings strict =
        settings("enable_tag_filtering", "true", "tag_filtering_match_any", "false");
    assertEquals(Set.of("free"), given(strict, all(FREE, PAID, USUAL), "free", "eu"));
    Scene scene = new Scene(strict, FREE, PAID, USUAL);
    assertThrows(ApiException.class, () -> scene.tagged("m", "free", "paid"));
  }

  @Test
  void withoutTagsRequestsGoToTheDefaultsOrWhereThereAreNoneAnywhere() {
    assertEquals(Set.of("usual"), given(ON, all(FREE, PAID, USUAL)));
    assertEquals(Set.of("free", "plain"), given(ON, all(FREE, PLAIN)));
  }

  @Test
  void aTagThatNobodyHasGoesToTheDefaults() {
    assertEquals(Set.of("usual"), given(ON, all(FREE, USUAL), "unheard"));
  }

  @Test
  void aTagThatIsDemandedOrShutOutHoldsBesidesTheOthers() {
    assertEquals(Set.of("free"), given(ON, all(FREE, PAID, PLAIN), "&eu"));
    assertEquals(Set.of("free"), given(ON, all(FREE, PAID), "paid", "free", "&eu"));
    assertEquals(Set.of("paid", "plain"), given(ON, all(FREE, PAID, PLAIN), "!eu"));
  }

  @Test
  void whereNoDeploymentIsLeftTheRequestIsRefusedByItsTags() {
    Scene scene = new Scene(ON, FREE, PAID);
    ApiException e = assertThrows(ApiException.class, () -> scene.tagged("m", "z", "b"));
    assertEquals(ErrorType.INVALID_REQUEST, e.error().type());
    assertEquals(
        "no deployment of model m has the tags that were asked for: b, z", e.error().message());
  }

  @Test
  void tagsHoldForAModelThatStandsInToo() {
    Scene scene =
        new Scene(
            settings("enable_tag_filtering", "true", "fallbacks", "[{\"m\": [\"wrong\", \"n\"]}]"),
            PAID,
            deployment("wrong", "w", "tags", "[\"free\"]"),
            deployment("n", "n1", "tags", "[\"free\"]"),
            deployment("n", "n2", "tags", "[\"paid\"]"));
    Route route = scene.tagged("m", "paid");
    route.begin();
    assertEquals("n2", id(route.after(failure(Kind.BAD_REQUEST))));
  }
}
