package dev.dragoman.admin;

import dev.dragoman.access.Access;
import dev.dragoman.access.AuditLog;
import dev.dragoman.access.Budget;
import dev.dragoman.access.Caller;
import dev.dragoman.access.Directory;
import dev.dragoman.access.Limits;
import dev.dragoman.access.Policy;
import dev.dragoman.access.Role;
import dev.dragoman.access.Team;
import dev.dragoman.access.User;
import dev.dragoman.access.VirtualKey;
import dev.dragoman.http.Request;
import dev.dragoman.ledger.Cost;
import dev.dragoman.ledger.Sums;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.messages.ApiException;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.routing.Mappings;
import dev.dragoman.store.InMemoryStore;
import dev.dragoman.wire.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A management API over what is kept in memory, asked as its callers ask it. */
final class ModelOffice {
  static final Instant NOW = Instant.parse("2026-03-05T12:00:00Z");

  final Mappings mappings = new InMemoryStore().mappings();
  final List<AuditLog.Entry> audit = new ArrayList<>();
  final List<Sums.Sum> sums = new ArrayList<>();
  final List<UsageRecord> records = new ArrayList<>();
  final Map<String, String> environment = new HashMap<>();
  final KeyShelf keys = new KeyShelf();
  final Shelf<Team> teams = new Shelf<>();
  Policy policy = Policy.DEFAULT;
  int changes;
  private int requests;

  /** The answer to the master key's holder: its status and its text. */
  Said ask(String method, String path, String body) {
    return ask(Caller.master("master-hash"), method, path, body, "application/json");
  }

  Said get(String path) {
    return ask("GET", path, "");
  }

  Said ask(Caller caller, String method, String path, String body, String type) {
    int query = path.indexOf('?');
    Request request =
        new Request(
            method,
            query < 0 ? path : path.substring(0, query),
            query < 0 ? null : path.substring(query + 1),
            Headers.of("content-type", type),
            body.getBytes(StandardCharsets.UTF_8));
    try {
      Route route = Gate.of(request);
      Gate.pass(caller, route);
      Answer answer =
          route.desk().serve(new Visit(office(), caller, request, "req_" + ++requests, route));
      return new Said(answer.status(), new String(answer.body(), StandardCharsets.UTF_8));
    } catch (ApiException e) {
      return new Said(e.error().status(), e.error().message());
    }
  }

  record Said(int status, String text) {}

  /** A caller with a key of that user's. */
  static Caller user(String keyHash, @Nullable String user, List<String> models) {
    VirtualKey key =
        new VirtualKey(
            keyHash,
            "sk-...abcd",
            "an alias",
            user,
            null,
            models,
            Map.of(),
            Limits.NONE,
            null,
            null,
            false,
            List.of(),
            Map.of(),
            Map.of(),
            "master",
            NOW,
            NOW,
            1);
    return new Caller(keyHash, key, null, null, Role.INTERNAL_USER);
  }

  private Office office() {
    return new Office(
        new Kept(),
        new AuditLog() {
          @Override
          public void write(AuditLog.Entry entry) {
            audit.add(entry);
          }

          @Override
          public List<AuditLog.Entry> list(
              Instant from, Instant until, @Nullable String after, int limit) {
            return audit;
          }
        },
        mappings,
        new Ledger(),
        new InMemoryStore().accounts(),
        new Added(),
        new Access("sk-master-for-tests"),
        () -> policy,
        new ModelCatalogue(),
        () -> NOW,
        new Random(7),
        environment::get,
        () -> changes++,
        () -> "# metrics\n");
  }

  /** Adds a sum of so many requests at so many nano-dollars. */
  void sum(String day, String scope, String by, String value, long requests, long cost) {
    sum(day, scope, by, value, new Sums.Amounts(requests, 0, 0, 0, 0, 10, 5, 2, 1, 0, 0, cost, 7));
  }

  void sum(String day, String scope, String by, String value, Sums.Amounts amounts) {
    sums.add(new Sums.Sum(LocalDate.parse(day), scope, by, value, amounts));
  }

  /** Entries in memory. */
  static class Shelf<T extends dev.dragoman.access.Entry> implements Directory.Shelf<T> {
    final Map<String, T> all = new TreeMap<>();

    @Override
    public Optional<T> find(String id) {
      return Optional.ofNullable(all.get(id));
    }

    @Override
    public boolean put(T entry) {
      all.put(entry.id(), entry);
      return true;
    }

    @Override
    public boolean remove(String id) {
      return all.remove(id) != null;
    }

    @Override
    public List<T> list(@Nullable String after, int limit) {
      return List.copyOf(all.values());
    }
  }

  /** Keys in memory. */
  static final class KeyShelf extends Shelf<VirtualKey> implements Directory.Keys {
    @Override
    public Optional<VirtualKey> findByAlias(String alias) {
      return all.values().stream().filter(key -> alias.equals(key.alias())).findFirst();
    }

    @Override
    public List<VirtualKey> ofUser(String userId, @Nullable String after, int limit) {
      return all.values().stream().filter(key -> userId.equals(key.userId())).toList();
    }

    @Override
    public List<VirtualKey> ofTeam(String teamId, @Nullable String after, int limit) {
      return all.values().stream().filter(key -> teamId.equals(key.teamId())).toList();
    }
  }

  /** What was added by {@link #sum}. */
  private final class Added implements Sums {
    @Override
    public List<Sum> read(String scope, LocalDate from, LocalDate to) {
      return sums.stream()
          .filter(sum -> sum.scope().equals(scope))
          .filter(sum -> !sum.day().isBefore(from) && !sum.day().isAfter(to))
          .sorted(Comparator.comparing(Sum::day))
          .toList();
    }

    @Override
    public Rebuilt rebuild(LocalDate day, UsageLedger ledger, Instant now, boolean fewer) {
      throw new AssertionError();
    }
  }

  private final class Kept implements Directory {
    private final ModelOffice.Shelf<User> users = new ModelOffice.Shelf<>();
    private final ModelOffice.Shelf<Budget> budgets = new ModelOffice.Shelf<>();

    @Override
    public Directory.Keys keys() {
      return keys;
    }

    @Override
    public Directory.Shelf<User> users() {
      return users;
    }

    @Override
    public Directory.Shelf<Team> teams() {
      return teams;
    }

    @Override
    public Directory.Shelf<Budget> budgets() {
      return budgets;
    }
  }

  private final class Ledger implements UsageLedger {
    @Override
    public void open(UsageRecord record) {}

    @Override
    public void hold(UsageRecord record) {
      throw new AssertionError();
    }

    @Override
    public void posted(String id) {
      throw new AssertionError();
    }

    @Override
    public void discard(String id) {
      throw new AssertionError();
    }

    @Override
    public boolean price(String id, Cost cost) {
      throw new AssertionError();
    }

    @Override
    public List<UsageRecord> overdue(Instant now, int limit) {
      throw new AssertionError();
    }

    @Override
    public boolean settle(UsageRecord record) {
      return records.add(record);
    }

    @Override
    public Optional<UsageRecord> find(String id) {
      return records.stream().filter(record -> record.id().equals(id)).findFirst();
    }

    @Override
    public List<UsageRecord> list(Selection selection, @Nullable String after, int limit) {
      List<UsageRecord> found =
          records.stream()
              .filter(selection::has)
              .sorted(Comparator.comparing(UsageRecord::start).reversed())
              .toList();
      int from = 0;
      for (int i = 0; i < found.size(); i++) {
        from = found.get(i).id().equals(after) ? i + 1 : from;
      }
      return found.subList(from, Math.min(found.size(), from + limit));
    }
  }
}
