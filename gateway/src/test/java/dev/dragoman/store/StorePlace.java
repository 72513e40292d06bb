package dev.dragoman.store;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * Where a store is, as another process can be told.
 *
 * @param words a file, or an endpoint of DynamoDB and the names of its five tables
 */
public record StorePlace(List<String> words) {
  public StorePlace {
    words = List.copyOf(words);
  }

  /** In a file. */
  public static StorePlace of(Path file) {
    return new StorePlace(List.of(file.toString()));
  }

  /** In these tables, of which none is missing. */
  public static StorePlace of(URI endpoint, DynamoStore.Tables tables) {
    return new StorePlace(
        List.of(
            endpoint.toString(),
            tables.mappings(),
            tables.usage(),
            Objects.requireNonNull(tables.traffic()),
            Objects.requireNonNull(tables.access()),
            Objects.requireNonNull(tables.accounts())));
  }

  /** The store, which the caller closes. */
  public Store open(long seed) {
    return words.size() == 1
        ? SqliteStore.open(Path.of(words.getFirst()))
        : new DynamoStore(
            LocalDynamo.client(URI.create(words.get(0)), UrlConnectionHttpClient.create()),
            new DynamoStore.Tables(
                words.get(1), words.get(2), words.get(3), words.get(4), words.get(5), null),
            new Random(seed));
  }
}
