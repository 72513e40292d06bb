package dev.dragoman.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Random;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/** Stores behind ports on which nobody listens. */
final class Unreachable {
  private Unreachable() {}

  static DynamoStore dynamo() {
    try {
      URI nobody = URI.create("http://127.0.0.1:" + LocalDynamo.freePort());
      return new DynamoStore(
          LocalDynamo.client(nobody, UrlConnectionHttpClient.create()),
          new DynamoStore.Tables("mappings", "usage", "traffic", "access", "accounts", null),
          new Random(1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
