package dev.dragoman.store;

import static dev.dragoman.store.Entries.change;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.access.AuditLog;
import dev.dragoman.access.AuditLog.Entry;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What is true of the audit log wherever it is kept. */
abstract class AuditLogContract {
  private static final Instant NEW_YEAR = Instant.parse("2027-01-01T00:00:00Z");

  /** An empty log. */
  abstract AuditLog audit();

  /** Logs whose store cannot be reached; none if that cannot be. */
  abstract List<AuditLog> unreachable();

  private static List<Entry> all(AuditLog audit) {
    return audit.list(Instant.EPOCH, Instant.MAX, null, 1_000);
  }

  @Test
  void everyFieldIsKept() {
    AuditLog audit = audit();
    Entry made =
        new Entry("req_1", NEW_YEAR, "master", "created", "key", "größe 🜁 '\"#id", null, "{}");
    Entry gone =
        new Entry("req_2", NEW_YEAR.plusNanos(1), "u-1", "deleted", "team", "t", "[1]", null);
    audit.write(made);
    audit.write(gone);
    assertEquals(List.of(gone, made), all(audit));
  }

  @Test
  void theSameAgainChangesNothingNorDoesAnythingElseInItsPlace() {
    AuditLog audit = audit();
    Entry entry = change("req_1", NEW_YEAR, "u-1");
    audit.write(entry);
    audit.write(entry);
    audit.write(new Entry("req_1", NEW_YEAR, "u-9", "updated", "user", "u-1", null, null));
    assertEquals(List.of(entry), all(audit));
  }

  @Test
  void changesOfOneRequestAtOneTimeAreAllKept() {
    AuditLog audit = audit();
    for (int i = 0; i < 5; i++) {
      audit.write(change("req_1", NEW_YEAR, "u-" + i));
      audit.write(new Entry("req_1", NEW_YEAR, "master", "blocked", "user", "u-" + i, null, null));
    }
    assertEquals(10, all(audit).size());
  }

  @Test
  void pagesAreWholeAndTheNewestComesFirstAcrossMonthsAndYears() {
    AuditLog audit = audit();
    List<Entry> newestFirst = new ArrayList<>();
    for (int i = 20; i > -20; i--) {
      newestFirst.add(change("req_" + i, NEW_YEAR.plus(Duration.ofDays(11L * i)), "x".repeat(900)));
    }
    newestFirst.reversed().forEach(audit::write);
    for (int limit : new int[] {1, 7, 20, 100}) {
      List<Entry> seen = new ArrayList<>();
      List<Entry> page = audit.list(Instant.EPOCH, Instant.MAX, null, limit);
      while (!page.isEmpty()) {
        assertTrue(page.size() <= limit);
        seen.addAll(page);
        page = audit.list(Instant.EPOCH, Instant.MAX, seen.getLast().place(), limit);
      }
      assertEquals(newestFirst, seen);
    }
  }

  @Test
  void aSpanHasItsBeginningAndNotItsEnd() {
    AuditLog audit = audit();
    Entry before = change("a", NEW_YEAR.minusNanos(1), "u");
    Entry first = change("b", NEW_YEAR, "u");
    Entry last = change("c", NEW_YEAR.plusSeconds(1).minusNanos(1), "u");
    Entry after = change("d", NEW_YEAR.plusSeconds(1), "u");
    List.of(before, first, last, after).forEach(audit::write);
    Instant end = NEW_YEAR.plusSeconds(1);
    assertEquals(List.of(last, first), audit.list(NEW_YEAR, end, null, 10));
    assertEquals(List.of(last, first), audit.list(NEW_YEAR, end, after.place(), 10));
    assertEquals(List.of(first), audit.list(NEW_YEAR, end, last.place(), 10));
    assertEquals(List.of(), audit.list(NEW_YEAR, end, before.place(), 10));
    assertEquals(List.of(), audit.list(end, NEW_YEAR, null, 10));
    assertEquals(List.of(), audit.list(NEW_YEAR, NEW_YEAR, null, 10));
    assertEquals(List.of(last), audit.list(NEW_YEAR, end, null, 1));
    assertEquals(4, audit.list(Instant.MIN, Instant.MAX, null, 10).size());
  }

  @Test
  void largeEntriesFillSeveralPagesOfTheStore() {
    AuditLog audit = audit();
    String large = "\"" + "ä\\\\".repeat(16_000) + "\"";
    List<Entry> all = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      all.addFirst(
          new Entry("r", NEW_YEAR.plusSeconds(i), "master", "updated", "team", "t", large, large));
    }
    all.forEach(audit::write);
    assertEquals(all, all(audit));
    assertEquals(all.subList(0, 11), audit.list(Instant.EPOCH, Instant.MAX, null, 11));
  }

  @Test
  void ofWhatIsTooLongItsLengthAndItsHashAreKept() {
    AuditLog audit = audit();
    audit.write(
        new Entry("r", NEW_YEAR, "master", "updated", "config", "", "ä".repeat(60_000), "{}"));
    String before = Objects.requireNonNull(all(audit).getFirst().before());
    assertTrue(before.startsWith("{\"characters\":60000,\"sha256\":\""), before);
    assertEquals(96, before.length());
  }

  @Test
  void whatIsNoPlaceIsRefused() {
    AuditLog audit = audit();
    for (String place : List.of("", "req_1", "x".repeat(2_000), "' OR '1'='1")) {
      assertThrows(
          IllegalArgumentException.class,
          () -> audit.list(Instant.EPOCH, Instant.MAX, place, 10),
          place);
    }
  }

  @Test
  void aStoreThatCannotBeReachedSaysSo() {
    for (AuditLog audit : unreachable()) {
      assertThrows(UncheckedIOException.class, () -> audit.write(change("r", NEW_YEAR, "u")));
      assertThrows(UncheckedIOException.class, () -> all(audit));
    }
  }
}
