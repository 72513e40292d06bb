package dev.dragoman.store;

import dev.dragoman.ledger.Cost;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.ledger.UsageRecord.State;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The ledger as long as its process lasts. It looks through all records for what it lists. */
final class InMemoryLedger implements UsageLedger {
  private final Map<String, Entry> entries = new ConcurrentHashMap<>();

  /** A record, and when it counts as overdue; null once it is done with. */
  private record Entry(UsageRecord record, @Nullable Instant due) {
    static Entry of(UsageRecord record) {
      return new Entry(record, Records.due(record));
    }

    boolean isOpen() {
      return record.state() == State.OPEN;
    }

    boolean isDue(Instant now) {
      return due != null && !due.isAfter(now);
    }
  }

  @Override
  public void open(UsageRecord record) {
    Records.requireOpen(record);
    entries.putIfAbsent(record.id(), Entry.of(record));
  }

  @Override
  public void hold(UsageRecord record) {
    Records.requireOpen(record);
    entries.computeIfPresent(
        record.id(), (String _, Entry before) -> before.isOpen() ? Entry.of(record) : before);
  }

  @Override
  public boolean settle(UsageRecord record) {
    Records.requireSettled(record);
    boolean[] settled = {false};
    entries.compute(
        record.id(),
        (String _, @Nullable Entry before) -> {
          settled[0] = before == null || before.isOpen();
          return before == null || before.isOpen() ? Entry.of(record) : before;
        });
    return settled[0];
  }

  @Override
  public void posted(String id) {
    changeSettled(id, before -> new Entry(before.record(), null));
  }

  @Override
  public boolean price(String id, Cost cost) {
    return changeSettled(id, before -> new Entry(before.record().at(cost), before.due()));
  }

  private boolean changeSettled(String id, UnaryOperator<Entry> change) {
    Entry after =
        entries.computeIfPresent(
            id, (String _, Entry before) -> before.isOpen() ? before : change.apply(before));
    return after != null && !after.isOpen();
  }

  @Override
  public Optional<UsageRecord> find(String id) {
    return Optional.ofNullable(entries.get(id)).map(Entry::record);
  }

  @Override
  public List<UsageRecord> overdue(Instant now, int limit) {
    return entries.values().stream()
        .filter(entry -> entry.isDue(now))
        .sorted(Comparator.comparing(Entry::due, Comparator.nullsLast(Comparator.naturalOrder())))
        .limit(limit)
        .map(Entry::record)
        .toList();
  }

  @Override
  public void discard(String id) {
    entries.computeIfPresent(id, (String _, Entry before) -> before.isOpen() ? null : before);
  }

  @Override
  public List<UsageRecord> list(Selection selection, @Nullable String after, int limit) {
    Stream<UsageRecord> selected =
        entries.values().stream()
            .filter(entry -> !entry.isOpen())
            .map(Entry::record)
            .filter(selection::has);
    if (after != null) {
      UsageRecord last = settled(after);
      selected = selected.filter(record -> Records.NEWEST.compare(record, last) > 0);
    }
    return selected.sorted(Records.NEWEST).limit(limit).toList();
  }

  private UsageRecord settled(String id) {
    return find(id)
        .filter(record -> record.state() != State.OPEN)
        .orElseThrow(() -> Records.noneAfter(id));
  }

  /** All that there are. */
  List<UsageRecord> records() {
    return entries.values().stream().map(Entry::record).toList();
  }
}
