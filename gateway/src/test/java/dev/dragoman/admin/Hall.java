package dev.dragoman.admin;

import dev.dragoman.access.Access;
import dev.dragoman.access.AuditLog;
import dev.dragoman.access.Policy;
import dev.dragoman.http.PathTable;
import dev.dragoman.http.Request;
import dev.dragoman.http.Responder;
import dev.dragoman.ledger.Sums;
import dev.dragoman.ledger.Sums.Amounts;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.store.InMemoryStore;
import dev.dragoman.wire.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A management API with nobody else in it, whose clock is set by hand. */
final class Hall {
  static final String MASTER = "sk-master-of-this-test";

  private final InMemoryStore store = new InMemoryStore();
  private final Map<String, Long> spent = new HashMap<>();
  private final PathTable table;
  private Instant now = Instant.parse("2026-11-25T12:00:00Z");
  private int requests;

  Hall() {
    Office office =
        new Office(
            store.directory(),
            store.audit(),
            store.mappings(),
            store.ledger(),
            store.accounts(),
            sums(),
            new Access(MASTER, store.directory(), () -> Policy.DEFAULT, () -> now),
            () -> Policy.DEFAULT,
            new ModelCatalogue(),
            () -> now,
            new Random(1));
    table = Administration.on(new PathTable(() -> "req_" + ++requests), () -> office);
  }

  /** Each scope's cost on the day it is now. */
  private Sums sums() {
    return new Sums() {
      @Override
      public List<Sum> read(String scope, LocalDate from, LocalDate to) {
        LocalDate day = LocalDate.parse("2026-11-25");
        long cost = spent.getOrDefault(scope, 0L);
        Amounts amounts = new Amounts(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, cost, 0);
        return List.of(
            new Sum(day, scope, "total", "", amounts),
            new Sum(day, scope, "model", "gpt-4o", amounts));
      }

      @Override
      public Rebuilt rebuild(LocalDate day, UsageLedger records, Instant time, boolean fewer) {
        return store.sums().rebuild(day, records, time, fewer);
      }
    };
  }

  InMemoryStore store() {
    return store;
  }

  /** Nano-dollars that the sums have of a scope. */
  void spent(String scope, long nanos) {
    spent.put(scope, nanos);
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  List<AuditLog.Entry> audit() {
    return store.audit().list(Instant.EPOCH, now.plusSeconds(60), null, 500);
  }

  /** An answer: its status and its JSON. */
  record Told(int status, JsonNode json) {
    String text(String field) {
      return json.path(field).asString();
    }

    String error() {
      return status + " " + json.path("error").path("message").asString();
    }
  }

  Told get(String path) {
    return send(MASTER, "GET", path, "");
  }

  Told post(String path, String body) {
    return send(MASTER, "POST", path, body);
  }

  Told send(@Nullable String key, String method, String path, String body) {
    int mark = path.indexOf('?');
    Request request =
        new Request(
            method,
            mark < 0 ? path : path.substring(0, mark),
            mark < 0 ? null : path.substring(mark + 1),
            key == null ? Headers.EMPTY : Headers.of("authorization", "Bearer " + key),
            body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    Kept kept = new Kept();
    try {
      table.handle(request, kept);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return new Told(kept.statuses.getLast(), JsonMapper.shared().readTree(kept.body.toByteArray()));
  }

  /** A new user with a role, and the key that came with it. */
  String user(String id, String role) {
    return post("/user/new", "{'user_id':'" + id + "','user_role':'" + role + "'}").text("key");
  }

  private static final class Kept implements Responder {
    private final List<Integer> statuses = new ArrayList<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    @Override
    public OutputStream begin(int status, Headers headers) {
      statuses.add(status);
      return body;
    }
  }
}
