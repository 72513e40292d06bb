package dev.dragoman.store;

import dev.dragoman.routing.Mappings;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class DynamoMappingsTest extends MappingsContract {
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
  Mappings mappings() {
    return dynamo.store().mappings();
  }

  @Override
  List<Mappings> unreachable() {
    return List.of(Unreachable.dynamo().mappings());
  }
}
