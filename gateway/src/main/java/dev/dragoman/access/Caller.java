package dev.dragoman.access;

import dev.dragoman.ledger.Payer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whoever asks.
 *
 * @param keyHash SHA-256 of the key, in hex
 * @param key null for the master key; so are its user and its team
 * @param user null if the key has none, or none that is kept
 * @param team likewise
 */
public record Caller(
    String keyHash, @Nullable VirtualKey key, @Nullable User user, @Nullable Team team, Role role) {
  /** The holder of the master key. */
  public static Caller master(String keyHash) {
    return new Caller(keyHash, null, null, null, Role.PROXY_ADMIN);
  }

  /** Who pays for a request of this caller's, with these tags beside its own. */
  public Payer payer(Collection<String> tags, @Nullable String session, @Nullable String agent) {
    List<String> all = new ArrayList<>(tags);
    if (key != null) {
      all.addAll(key.tags());
    }
    if (team != null) {
      all.addAll(team.tags());
    }
    return new Payer(
        keyHash,
        key == null ? null : key.userId(),
        key == null ? null : key.teamId(),
        all,
        session,
        agent);
  }
}
