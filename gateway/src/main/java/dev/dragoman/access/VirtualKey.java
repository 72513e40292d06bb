package dev.dragoman.access;

import dev.dragoman.json.RawJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A key that was handed out. The key itself is not kept, only its SHA-256.
 *
 * @param id SHA-256 of the key, in hex
 * @param name what tells it apart without giving it away: {@code sk-...abcd}
 * @param alias unique among keys
 * @param userId whose it is
 * @param teamId the team it is for
 * @param models names and wildcards it may ask for; empty for all that its user and team may
 * @param aliases other names for models, for this key alone
 * @param limits its own; what its budget says holds where these say nothing
 * @param budgetId a {@link Budget}
 * @param expires the first instant at which it is refused; null for never
 * @param tags of every request
 * @param metadata the caller's, kept as it is
 * @param permissions LiteLLM's, kept as they are
 * @param createdBy who made it: a user's id, or {@code master}
 */
public record VirtualKey(
    String id,
    String name,
    @Nullable String alias,
    @Nullable String userId,
    @Nullable String teamId,
    List<String> models,
    Map<String, String> aliases,
    Limits limits,
    @Nullable String budgetId,
    @Nullable Instant expires,
    boolean blocked,
    List<String> tags,
    Map<String, RawJson> metadata,
    Map<String, RawJson> permissions,
    String createdBy,
    Instant created,
    Instant updated,
    long revision)
    implements Entry {
  public VirtualKey {
    models = List.copyOf(models);
    aliases = Map.copyOf(aliases);
    tags = List.copyOf(tags);
    metadata = Map.copyOf(metadata);
    permissions = Map.copyOf(permissions);
  }
}
