package dev.dragoman.store;

import dev.dragoman.access.AuditLog;
import java.util.List;

class InMemoryAuditTest extends AuditLogContract {
  @Override
  AuditLog audit() {
    return new InMemoryStore().audit();
  }

  @Override
  List<AuditLog> unreachable() {
    return List.of();
  }
}
