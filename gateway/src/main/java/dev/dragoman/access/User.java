package dev.dragoman.access;

import dev.dragoman.json.RawJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A person or a program that has keys.
 *
 * @param id LiteLLM's {@code user_id}
 * @param alias for a person to read
 * @param models names and wildcards its keys may ask for; empty for all
 * @param limits of all its keys together
 * @param budgetId a {@link Budget}
 */
public record User(
    String id,
    @Nullable String alias,
    @Nullable String email,
    Role role,
    List<String> models,
    Limits limits,
    @Nullable String budgetId,
    boolean blocked,
    Map<String, RawJson> metadata,
    Instant created,
    Instant updated,
    long revision)
    implements Entry {
  public User {
    models = List.copyOf(models);
    metadata = Map.copyOf(metadata);
  }
}
