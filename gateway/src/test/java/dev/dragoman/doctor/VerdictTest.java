package dev.dragoman.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.ledger.Payer;
import dev.dragoman.ledger.UsageRecord;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What an answer that is none comes to. */
final class VerdictTest {
  private static final Answer.Pace PACE = new Answer.Pace(0, 0, 0, 10);
  private static final UsageRecord ASKED =
      UsageRecord.open("req_1", Payer.NOBODY, "m", Instant.EPOCH);

  @Test
  void aBusyProviderTeachesNothing() {
    assertEquals(Outcome.UNKNOWN, trouble(429, "rate_limit_error").outcome());
    assertEquals(Outcome.UNKNOWN, trouble(529, "overloaded_error").outcome());
    assertEquals(Outcome.UNKNOWN, trouble(504, "timeout_error").outcome());
  }

  @Test
  void whatTheProviderSaysIsWrongFailsWithWhatToSet() {
    Verdict verdict = trouble(400, "invalid_request_error");
    assertEquals(Outcome.FAILS, verdict.outcome());
    assertEquals("a: b", verdict.set().getFirst());
    assertTrue(verdict.remark().contains("no such thing"), verdict.remark());
    assertEquals(0, trouble(500, "api_error").set().size());
  }

  @Test
  void onlyWhatAProviderMayHaveBegunToAnswerIsCharged() {
    assertTrue(answer(200, "api_error").charged());
    assertTrue(answer(504, "timeout_error").charged());
    assertFalse(answer(500, "api_error").charged(), "a wrong key, or no way there");
    assertFalse(answer(400, "invalid_request_error").charged());
  }

  @Test
  void aLongAnswerIsQuotedByItsBeginningOnOneLine() {
    assertEquals("\"a b\"", Verdict.quote(" a\n\tb "));
    assertEquals(125, Verdict.quote("x".repeat(1_000)).length());
  }

  private static Verdict trouble(int status, String type) {
    return Objects.requireNonNull(Verdict.trouble(answer(status, type), "a: b"));
  }

  private static Answer answer(int status, String type) {
    Answer.Fault fault = new Answer.Fault(type, "no such thing");
    return new Answer("req_1", status, JsonFields.NONE, fault, PACE, ASKED);
  }
}
