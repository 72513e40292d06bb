package dev.dragoman.ledger;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who a request is for, as far as the ledger tells them apart.
 *
 * @param keyHash SHA-256 of the caller's key, in hex; null where keys are not asked for
 * @param user the user's id
 * @param team the team's id
 * @param tags of the key, and of {@code x-litellm-tags}; sorted, without repetitions
 * @param session Claude Code's session
 * @param agent the subagent within it; null for the main one
 */
public record Payer(
    @Nullable String keyHash,
    @Nullable String user,
    @Nullable String team,
    List<String> tags,
    @Nullable String session,
    @Nullable String agent) {
  /** Nobody that is known. */
  public static final Payer NOBODY = new Payer(null, null, null, List.of(), null, null);

  public Payer {
    tags = tags.stream().distinct().sorted().toList();
  }

  /** The holder of a key who is known by nothing else. */
  public static Payer ofKey(@Nullable String keyHash) {
    return new Payer(keyHash, null, null, List.of(), null, null);
  }
}
