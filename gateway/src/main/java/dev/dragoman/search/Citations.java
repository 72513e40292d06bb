package dev.dragoman.search;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.provider.SearchExcerpt;
import java.util.ArrayList;
import java.util.List;

/**
 * Citations of the pages that a text names by their address: the one sign by which a model says
 * which of the results it relies on.
 */
final class Citations {
  /** docs.anthropic.com, web search: the longest text that is cited, in characters. */
  private static final int LONGEST = 150;

  private final List<SearchResult> found = new ArrayList<>();

  /** From here on texts may name these. */
  void add(List<SearchResult> results) {
    for (SearchResult result : results) {
      if (found.stream().noneMatch(known -> known.url().equals(result.url()))) {
        found.add(result);
      }
    }
  }

  /** Of the pages that {@code text} names, in the order they were found. */
  List<RawJson> in(CharSequence text) {
    String whole = text.toString();
    return found.stream()
        .filter(result -> names(whole, result.url()))
        .map(Citations::citation)
        .toList();
  }

  /** Whether the address stands there whole, and is not the beginning of another. */
  private static boolean names(String text, String url) {
    String address = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    for (int at = text.indexOf(address); at >= 0; at = text.indexOf(address, at + 1)) {
      if (ends(text, at + address.length())) {
        return true;
      }
    }
    return false;
  }

  private static boolean ends(String text, int at) {
    int end = at < text.length() && text.charAt(at) == '/' ? at + 1 : at;
    if (end == text.length()) {
      return true;
    }
    char next = text.charAt(end);
    boolean punctuation = next == '.' || next == ',' || next == ':' || next == '?' || next == '!';
    if (punctuation) {
      return end + 1 == text.length() || !Character.isLetterOrDigit(text.charAt(end + 1));
    }
    return !Character.isLetterOrDigit(next) && "/%#&=~_+-@".indexOf(next) < 0;
  }

  private static RawJson citation(SearchResult result) {
    String excerpt = result.excerpt().isEmpty() ? result.title() : result.excerpt();
    int end = Math.min(LONGEST, excerpt.length());
    String cited =
        excerpt.substring(0, Character.isHighSurrogate(excerpt.charAt(end - 1)) ? end - 1 : end);
    return RawJson.of(
        Json.text(out -> {
          out.writeStartObject();
          out.writeStringProperty("type", "web_search_result_location");
          out.writeStringProperty("url", result.url());
          out.writeStringProperty("title", result.title());
          out.writeStringProperty("encrypted_index", SearchExcerpt.wrap(""));
          out.writeStringProperty("cited_text", cited);
          out.writeEndObject();
        }));
  }
}
