package dev.dragoman.exchange;

import dev.dragoman.credential.Environment;
import dev.dragoman.store.Store;
import dev.dragoman.upstream.UpstreamClient;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Random;

/** Gateways' worlds in tests. */
public final class Worlds {
  private Worlds() {}

  /** What a store keeps. */
  public static Kept kept(Store store) {
    return new Kept(
        store.mappings(),
        store.ledger(),
        store.accounts(),
        store.sums(),
        store.directory(),
        store.audit(),
        store.health(),
        null);
  }

  /** A world with the system's clock, where nobody charges for running a gateway. */
  public static Gateway.World of(
      Kept kept, UpstreamClient client, Environment environment, String masterKey) {
    return of(kept, client, environment, masterKey, Clock.systemUTC());
  }

  static Gateway.World of(
      Kept kept,
      UpstreamClient client,
      Environment environment,
      String masterKey,
      InstantSource clock) {
    return new Gateway.World(
        kept, client, environment, masterKey, null, _ -> {}, null, clock, new Random(1));
  }
}
