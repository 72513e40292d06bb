package dev.dragoman.exchange;

import dev.dragoman.access.Caller;
import dev.dragoman.ledger.Dollars;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Note;
import dev.dragoman.routing.Route;
import dev.dragoman.wire.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The headers of an answer: what is noted by the time it begins ({@code dragoman-notes}), and who
 * answers, in the names of LiteLLM's.
 *
 * @see <a href="https://docs.litellm.ai/docs/proxy/response_headers">Response headers</a>
 */
record AnswerHeaders(
    String callId, String model, Route route, Course course, Spending spending, Caller caller)
    implements Supplier<Headers> {
  /** Long enough for every note there is; a header that grows without bound helps nobody. */
  private static final int MAX_NOTES = 2_000;

  private static final Pattern NOT_ASCII = Pattern.compile("[^ -~]");

  @Override
  public Headers get() {
    Headers.Builder headers = Headers.builder();
    headers.add("x-litellm-call-id", callId);
    headers.add("x-litellm-model-group", ascii(model));
    Deployment target = course.target();
    if (target != null) {
      headers.add("x-litellm-model-id", ascii(target.id()));
      String address = Health.address(target.apiBase());
      if (address != null) {
        headers.add("x-litellm-model-api-base", ascii(address));
      }
    }
    headers.add("x-litellm-attempted-retries", String.valueOf(route.retries()));
    headers.add("x-litellm-attempted-fallbacks", String.valueOf(route.fallbacks()));
    StandingHeaders.add(spending.standings(), caller, headers);
    UsageRecord record = course.settled();
    if (record != null) {
      settled(record, headers);
    }
    List<Note> noted = course.notes().list();
    if (!noted.isEmpty()) {
      String all = noted.stream().map(Object::toString).collect(Collectors.joining("; "));
      headers.add("dragoman-notes", ascii(all));
    }
    return headers.build();
  }

  /** What only an answer in one piece can say: how long it took, and what it cost if known. */
  private static void settled(UsageRecord record, Headers.Builder headers) {
    Instant end = record.end();
    if (end != null) {
      long millis = Duration.between(record.start(), end).toMillis();
      headers.add("x-litellm-response-duration-ms", String.valueOf(millis));
    }
    Long cost = record.cost().provider();
    if (cost != null) {
      headers.add("x-litellm-response-cost", Dollars.of(cost).toPlainString());
    }
  }

  private static String ascii(String text) {
    String plain = NOT_ASCII.matcher(text).replaceAll("?");
    return plain.length() <= MAX_NOTES ? plain : plain.substring(0, MAX_NOTES);
  }
}
