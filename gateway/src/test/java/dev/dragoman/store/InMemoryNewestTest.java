package dev.dragoman.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dragoman.routing.NewestRequests;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InMemoryNewestTest extends NewestRequestsContract {
  @Override
  NewestRequests newest() {
    return new InMemoryStore().newest();
  }

  @Override
  List<NewestRequests> unreachable() {
    return List.of();
  }

  @Test
  void whatIsAnHourOldIsForgotten() {
    NewestRequests newest = newest();
    newest.begin("old", "req_1", Instant.EPOCH);
    newest.begin("other", "req_2", Instant.EPOCH.plusSeconds(3_600));
    assertEquals(Optional.of("req_1"), newest.newest("old"));
    newest.begin("other", "req_3", Instant.EPOCH.plusSeconds(3_601));
    assertEquals(Optional.empty(), newest.newest("old"));
  }
}
