package dev.dragoman.store;

import dev.dragoman.access.AuditLog;
import dev.dragoman.access.Budget;
import dev.dragoman.access.Limits;
import dev.dragoman.access.Limits.ModelLimits;
import dev.dragoman.access.Role;
import dev.dragoman.access.Team;
import dev.dragoman.access.User;
import dev.dragoman.access.VirtualKey;
import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What tests keep in directories. */
final class Entries {
  static final Instant MADE = Instant.parse("2026-11-25T12:00:00.123456789Z");

  private static final Limits LIMITS =
      new Limits(
          25_500_000_000L,
          "30d",
          20_000_000_000L,
          60L,
          100_000L,
          4L,
          Map.of(
              "größe/*", new ModelLimits(5_000_000_000L, "1mo", 6L, 7_000L),
              "gpt-4o", new ModelLimits(null, null, null, 8L)),
          1_000_000_000L);

  private static final Map<String, RawJson> METADATA =
      Map.of("größe 🜁", RawJson.of("[ 1.50, {\"a\": null}]"), "nothing", RawJson.of("null"));

  private Entries() {}

  /** A key with everything set. */
  static VirtualKey key(String secret) {
    return new VirtualKey(
        Sha256.hex(secret),
        "sk-...abcd",
        "alias of " + secret.length() + " 🜁",
        "u-1",
        "größer",
        List.of("gpt-4o", "claude-*"),
        Map.of("sonnet", "gpt-4o", "haiku", "größe"),
        LIMITS,
        "b-1",
        MADE.plusSeconds(3_600),
        true,
        List.of("b", "a", "ö"),
        METADATA,
        Map.of("get_spend_routes", RawJson.of("true")),
        "master",
        MADE,
        MADE.plusSeconds(1),
        1);
  }

  static VirtualKey key(
      String secret, @Nullable String alias, @Nullable String user, @Nullable String team) {
    return key(secret, alias, user, team, 1);
  }

  /** A key with nothing else set. */
  static VirtualKey key(
      String secret,
      @Nullable String alias,
      @Nullable String user,
      @Nullable String team,
      long revision) {
    return new VirtualKey(
        Sha256.hex(secret),
        "sk-...abcd",
        alias,
        user,
        team,
        List.of(),
        Map.of(),
        Limits.NONE,
        null,
        null,
        false,
        List.of(),
        Map.of(),
        Map.of(),
        "master",
        MADE,
        MADE,
        revision);
  }

  /** A user with everything set. */
  static User user(String id) {
    return new User(
        id,
        "Frau Größe",
        "g@example.com",
        Role.INTERNAL_USER_VIEWER,
        List.of("gpt-4o"),
        LIMITS,
        "b-1",
        true,
        METADATA,
        MADE,
        MADE.plusSeconds(1),
        1);
  }

  /** A user with nothing set but a name that tells writers apart. */
  static User user(String id, @Nullable String alias, long revision) {
    return new User(
        id,
        alias,
        null,
        Role.INTERNAL_USER,
        List.of(),
        Limits.NONE,
        null,
        false,
        Map.of(),
        MADE,
        MADE,
        revision);
  }

  /** A team with everything set. */
  static Team team(String id) {
    return new Team(
        id,
        "the größte",
        List.of(new Team.Member("u-2", true), new Team.Member("u-1", false)),
        List.of("claude-*"),
        Map.of("opus", "gpt-4o"),
        LIMITS,
        "b-1",
        true,
        List.of("t"),
        METADATA,
        MADE,
        MADE.plusSeconds(1),
        1);
  }

  static Budget budget(String id) {
    return new Budget(id, LIMITS, MADE, MADE.plusSeconds(1), 1);
  }

  static AuditLog.Entry change(String request, Instant at, String subject) {
    return new AuditLog.Entry(
        request, at, "master", "updated", "user", subject, "{\"a\":1}", "{\"a\":\"ö🜁\"}");
  }
}
