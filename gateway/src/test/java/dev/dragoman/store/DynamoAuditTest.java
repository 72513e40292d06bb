package dev.dragoman.store;

import static dev.dragoman.store.Entries.change;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dragoman.access.AuditLog;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DynamoAuditTest extends AuditLogContract {
  private static LocalDynamo dynamo;

  @BeforeAll
  static void start() {
    dynamo = LocalDynamo.start();
  }

  @AfterAll
  static void stop() {
    dynamo.close();
  }

  @Override
  AuditLog audit() {
    return dynamo.store().audit();
  }

  @Override
  List<AuditLog> unreachable() {
    return List.of(Unreachable.dynamo().audit());
  }

  @Test
  void anEntryWhoseAnswerWasLostIsWrittenOnce() {
    LosingHttpClient http = new LosingHttpClient();
    AuditLog audit = dynamo.store(http).audit();
    AuditLog.Entry entry = change("req_1", Entries.MADE, "u");
    http.loseNext(1);
    audit.write(entry);
    assertEquals(List.of(entry), audit.list(Instant.EPOCH, Instant.MAX, null, 10));
  }
}
