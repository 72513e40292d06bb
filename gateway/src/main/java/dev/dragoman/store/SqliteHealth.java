package dev.dragoman.store;

import dev.dragoman.routing.SharedHealth;
import java.time.Instant;
import java.util.List;

/**
 * What gateways tell each other, in the tables {@code cool_down} and {@code traffic_minute}, times
 * in epoch milliseconds. What is over goes with the next addition.
 */
final class SqliteHealth implements SharedHealth {
  private static final String COOL_DOWNS =
      "SELECT deployment, until, asked, reason FROM cool_down WHERE until > ?";

  private static final String MINUTES =
      """
      SELECT deployment, minute, requests, tokens, failures, answers, first_content_millis
      FROM traffic_minute WHERE minute >= ?\
      """;

  private static final String TELL =
      """
      INSERT INTO cool_down (deployment, until, asked, reason) VALUES (?, ?, ?, ?)
      ON CONFLICT (deployment) DO UPDATE SET
        until = excluded.until, asked = excluded.asked, reason = excluded.reason
      WHERE excluded.until > cool_down.until\
      """;

  private static final String ADD =
      """
      INSERT INTO traffic_minute
        (minute, deployment, requests, tokens, failures, answers, first_content_millis)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (minute, deployment) DO UPDATE SET
        requests = requests + excluded.requests, tokens = tokens + excluded.tokens,
        failures = failures + excluded.failures, answers = answers + excluded.answers,
        first_content_millis = first_content_millis + excluded.first_content_millis\
      """;

  private static final String FORGET_MINUTES = "DELETE FROM traffic_minute WHERE minute < ?";

  private static final String FORGET_COOL_DOWNS = "DELETE FROM cool_down WHERE until < ?";

  private final SqliteWriter writer;
  private final SqliteReader reader;

  SqliteHealth(SqliteWriter writer, SqliteReader reader) {
    this.writer = writer;
    this.reader = reader;
  }

  @Override
  public Told load(Instant now) {
    List<CoolDown> coolDowns =
        reader.read(
            "load cool-downs",
            row ->
                new CoolDown(
                    row.getString(1),
                    Instant.ofEpochMilli(row.getLong(2)),
                    row.getBoolean(3),
                    row.getString(4)),
            COOL_DOWNS,
            now.toEpochMilli());
    List<Minute> minutes =
        reader.read(
            "load counts",
            row ->
                new Minute(
                    row.getString(1),
                    Instant.ofEpochMilli(row.getLong(2)),
                    row.getLong(3),
                    row.getLong(4),
                    row.getLong(5),
                    row.getLong(6),
                    row.getLong(7)),
            MINUTES,
            HealthRecords.firstMinute(now).toEpochMilli());
    return HealthRecords.told(coolDowns, minutes, now);
  }

  @Override
  public void tell(CoolDown told) {
    CoolDown coolDown = HealthRecords.kept(told);
    writer.write(
        "tell of a cool-down",
        connection ->
            connection.update(
                TELL,
                coolDown.deployment(),
                coolDown.until().toEpochMilli(),
                coolDown.asked() ? 1 : 0,
                coolDown.reason()));
  }

  @Override
  public void add(Minute more) {
    Instant minute = HealthRecords.minute(more.minute());
    long old = minute.minus(HealthRecords.KEPT).toEpochMilli();
    writer.write(
        "add to the counts",
        connection ->
            connection.update(
                    ADD,
                    minute.toEpochMilli(),
                    more.deployment(),
                    more.requests(),
                    more.tokens(),
                    more.failures(),
                    more.answers(),
                    more.firstContentMillis())
                + connection.update(FORGET_MINUTES, old)
                + connection.update(FORGET_COOL_DOWNS, old));
  }
}
