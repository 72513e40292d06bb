package dev.dragoman.admin;

import dev.dragoman.ledger.Sums.Amounts;
import dev.dragoman.ledger.Sums.Sum;
import dev.dragoman.messages.ApiException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Days of UTC from one to another, both included. */
record Days(LocalDate from, LocalDate to) {
  /** The most that one report covers. */
  private static final int MOST = 400;

  private static final int USUAL = 30;

  /** Those of {@code start_date} and {@code end_date}; the last thirty where they are not there. */
  static Days of(Visit visit) {
    LocalDate today = visit.now().atZone(ZoneOffset.UTC).toLocalDate();
    LocalDate end = date(visit, "end_date");
    LocalDate to = end == null ? today : end;
    LocalDate start = date(visit, "start_date");
    LocalDate from = start == null ? to.minusDays(USUAL - 1) : start;
    if (from.isAfter(to)) {
      throw ApiException.invalid("start_date", "is after end_date");
    }
    if (from.isBefore(to.minusDays(MOST - 1))) {
      throw ApiException.invalid("start_date", "is more than " + MOST + " days before end_date");
    }
    return new Days(from, to);
  }

  /** The same where both must be there. */
  static Days required(Visit visit) {
    visit.requiredParameter("start_date");
    visit.requiredParameter("end_date");
    return of(visit);
  }

  private static @Nullable LocalDate date(Visit visit, String name) {
    String text = visit.parameter(name);
    if (text == null) {
      return null;
    }
    try {
      // LiteLLM's newer paths have the time behind it
      LocalDate date =
          LocalDate.parse(
              text.length() > 10 && text.charAt(10) == ' ' ? text.substring(0, 10) : text);
      if (date.getYear() >= 2000 && date.getYear() < 3000) {
        return date;
      }
    } catch (DateTimeException _) {
      // Said below
    }
    throw ApiException.invalid(name, "must be a day such as 2026-01-31");
  }

  Instant start() {
    return from.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** The first instant after them. */
  Instant end() {
    return to.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** The sums of a scope on these days. */
  List<Sum> read(Visit visit, String scope) {
    return visit.office().sums().read(scope, from, to);
  }

  /** What these sums come to by value, the dearest first. */
  static Map<String, Amounts> by(String what, List<Sum> sums) {
    Map<String, Amounts> found = new TreeMap<>();
    for (Sum sum : sums) {
      if (sum.by().equals(what)) {
        found.merge(sum.value(), sum.amounts(), Amounts::plus);
      }
    }
    Map<String, Amounts> sorted = new LinkedHashMap<>();
    found.entrySet().stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<String, Amounts> e) -> e.getValue().cost())
                .thenComparingLong(e -> e.getValue().requests())
                .reversed())
        .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
    return sorted;
  }

  /** These sums by day, the earliest first. */
  static Map<LocalDate, List<Sum>> byDay(List<Sum> sums) {
    Map<LocalDate, List<Sum>> days = new TreeMap<>();
    sums.forEach(sum -> days.computeIfAbsent(sum.day(), day -> new ArrayList<>()).add(sum));
    return days;
  }

  /** All of these sums together. */
  static Amounts total(List<Sum> sums) {
    return by("total", sums).getOrDefault("", Amounts.ZERO);
  }
}
