package dev.dragoman.ledger;

import dev.dragoman.ledger.Sums.Amounts;
import dev.dragoman.ledger.UsageRecord.State;
import dev.dragoman.messages.Usage;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which sums a record counts in, and with what:
 *
 * <pre>
 * all                                 total model served provider key user team tag
 * key/HASH  tag/TAG                   total model served provider
 * user/ID   team/ID                   total model served provider key
 * session/ID                          total model served agent key user
 * sessions                            session
 * </pre>
 *
 * <p>{@code model} is what was asked for, as a person who configures models names it; all that no
 * deployment was asked for stands together under an empty name, or callers could make as many sums
 * as they can think of names. {@code served} is {@code PROVIDER/MODEL}, as the provider's bill has
 * it. The main agent of a session has an empty name. A breakdown by what is not known of a request
 * leaves it out; the total never does.
 */
public final class DailySums {
  /** So that four bytes a character fit into DynamoDB's keys of 1,024 with what stands before. */
  private static final int LONGEST = 240;

  /** A sum's name. */
  public record Place(String scope, LocalDate day, String by, String value) {
    /** The sum of this name. */
    public Sums.Sum of(Amounts amounts) {
      return new Sums.Sum(day, scope, by, value, amounts);
    }
  }

  private final UsageRecord record;
  private final LocalDate day;
  private final List<Place> places = new ArrayList<>();

  private DailySums(UsageRecord record) {
    this.record = record;
    this.day = day(record);
  }

  /** The day that a record counts in. */
  public static LocalDate day(UsageRecord record) {
    return record.start().atZone(ZoneOffset.UTC).toLocalDate();
  }

  /** What a record counts for, and where; nothing while it is open. */
  public static Map<Place, Amounts> of(UsageRecord record) {
    if (record.state() == State.OPEN) {
      return Map.of();
    }
    Amounts amounts = amounts(record);
    Map<Place, Amounts> sums = new LinkedHashMap<>();
    for (Place place : new DailySums(record).places()) {
      sums.put(place, amounts);
    }
    return sums;
  }

  /**
   * What sums change by when one record takes the place of another of the same request: a settled
   * one that of an open one, one with its cost corrected that of before.
   *
   * @param before null if there was none
   */
  public static Map<Place, Amounts> change(@Nullable UsageRecord before, UsageRecord after) {
    Map<Place, Amounts> sums = new LinkedHashMap<>(of(after));
    if (before != null) {
      of(before).forEach((place, was) -> sums.merge(place, was.negated(), Amounts::plus));
      sums.values().removeIf(Amounts::isZero);
    }
    return sums;
  }

  /** A scope or value as sums are named by it: one that is very long, cut, with its hash. */
  public static String bounded(String name) {
    return name.length() <= LONGEST
        ? name
        : name.substring(0, LONGEST - 9) + "~" + HexFormat.of().toHexDigits(name.hashCode());
  }

  private static Amounts amounts(UsageRecord record) {
    Usage usage = record.usage();
    Cost cost = record.cost();
    boolean failed = record.state() == State.FAILED || record.state() == State.ABANDONED;
    return new Amounts(
        1,
        failed ? 1 : 0,
        usage.origin() == Usage.Origin.MISSING ? 1 : 0,
        cost.provider() == null ? 1 : 0,
        usage.origin() == Usage.Origin.ESTIMATED ? 1 : 0,
        known(usage.input()),
        known(usage.output()),
        known(usage.cacheRead()),
        known(usage.cacheWrite5m()) + known(usage.cacheWrite1h()),
        known(usage.thinking()),
        known(usage.searches()),
        known(cost.provider()),
        known(cost.gateway()));
  }

  private static long known(@Nullable Long count) {
    return count == null ? 0 : count;
  }

  private List<Place> places() {
    Payer payer = record.payer();
    everybody(payer);
    if (payer.keyHash() != null) {
      holder("key/" + payer.keyHash());
    }
    if (payer.user() != null) {
      String scope = "user/" + payer.user();
      holder(scope);
      add(scope, "key", payer.keyHash());
    }
    if (payer.team() != null) {
      String scope = "team/" + payer.team();
      holder(scope);
      add(scope, "key", payer.keyHash());
    }
    payer.tags().forEach(tag -> holder("tag/" + tag));
    if (payer.session() != null) {
      session(payer, "session/" + payer.session());
    }
    return places;
  }

  private void everybody(Payer payer) {
    holder("all");
    add("all", "key", payer.keyHash());
    add("all", "user", payer.user());
    add("all", "team", payer.team());
    payer.tags().forEach(tag -> add("all", "tag", tag));
    add("sessions", "session", payer.session());
  }

  private void holder(String scope) {
    add(scope, "total", "");
    models(scope);
    add(scope, "provider", record.provider());
  }

  private void session(Payer payer, String scope) {
    add(scope, "total", "");
    models(scope);
    add(scope, "agent", payer.agent() == null ? "" : payer.agent());
    add(scope, "key", payer.keyHash());
    add(scope, "user", payer.user());
  }

  private void models(String scope) {
    add(scope, "model", record.deployment() == null ? "" : record.modelAsked());
    if (record.provider() != null && record.modelServed() != null) {
      add(scope, "served", record.provider() + "/" + record.modelServed());
    }
  }

  private void add(String scope, String by, @Nullable String value) {
    if (value != null) {
      places.add(new Place(bounded(scope), day, by, bounded(value)));
    }
  }
}
