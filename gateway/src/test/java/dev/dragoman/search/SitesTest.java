package dev.dragoman.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Domains as Anthropic's documents say they cover pages. */
class SitesTest {
  @ParameterizedTest
  @CsvSource({
    "example.com, https://example.com/, true",
    "example.com, https://docs.example.com/a, true",
    "example.com, https://EXAMPLE.com/a?b=c, true",
    "example.com, https://notexample.com/, false",
    "example.com, https://example.com.evil.test/, false",
    "docs.example.com, https://example.com/, false",
    "https://example.com/, https://example.com/a, true",
    "example.com/blog, https://example.com/blog, true",
    "example.com/blog, https://example.com/blog/post-1, true",
    "example.com/blog, https://example.com/blogger, false",
    "example.com/*/post, https://example.com/blog/post, true",
    "example.com/*/post, https://example.com/blog/else, false",
    "example.com/blog/*, https://example.com/blog/x, true"
  })
  void aSiteCoversItsPages(String site, String url, boolean covered) {
    assertEquals(covered, new Sites(List.of(site), List.of()).admit(url));
    assertEquals(!covered, new Sites(List.of(), List.of(site)).admit(url));
  }

  @Test
  void whatIsNoAddressIsNotAdmittedWhereSitesAreNamed() {
    assertFalse(new Sites(List.of("example.com"), List.of()).admit("https://exa mple.com/"));
    assertFalse(new Sites(List.of(), List.of("example.com")).admit("https://exa mple.com/"));
  }

  @Test
  void aBlockedPathIsNotBlockedWhole() {
    assertEquals(
        List.of("b.test"), new Sites(List.of(), List.of("a.test/x", "b.test")).blockedHosts());
  }
}
