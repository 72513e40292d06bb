package dev.dragoman.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A text cites the pages whose address it holds whole. */
class CitationsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "see https://a.test/b | 1",
        "see (https://a.test/b). | 1",
        "see https://a.test/b/, too | 1",
        "[b](https://a.test/b) | 1",
        "see https://a.test/b. | 1",
        "see https://a.test/b.html | 0",
        "see https://a.test/bc | 0",
        "see https://a.test/b/c | 0",
        "see https://a.test/b?c=d | 0",
        "see https://a.test/bc and https://a.test/b | 1",
        "see a.test | 0"
      })
  void anAddressIsNamedWhole(String text, int count) {
    Citations citations = new Citations();
    citations.add(List.of(new SearchResult("https://a.test/b", "B", null, "b is b")));
    assertEquals(count, citations.in(text).size());
  }

  @Test
  void aPageThatIsFoundTwiceIsCitedOnceWithNoMoreThanMayBeCited() {
    Citations citations = new Citations();
    SearchResult page = new SearchResult("https://a.test/", "A", null, "x".repeat(149) + "🐪🐪");
    citations.add(List.of(page));
    citations.add(List.of(page));
    List<?> cited = citations.in("https://a.test");
    assertEquals(1, cited.size());
    assertTrue(cited.getFirst().toString().contains("\"" + "x".repeat(149) + "\""));
  }
}
