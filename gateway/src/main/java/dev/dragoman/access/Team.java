package dev.dragoman.access;

import dev.dragoman.json.RawJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Users who share models and limits.
 *
 * @param id LiteLLM's {@code team_id}
 * @param alias for a person to read
 * @param models names and wildcards its keys may ask for; empty for all
 * @param aliases other names for models, for its keys
 * @param limits of all its keys together
 * @param budgetId a {@link Budget}
 * @param tags of every request
 */
public record Team(
    String id,
    @Nullable String alias,
    List<Member> members,
    List<String> models,
    Map<String, String> aliases,
    Limits limits,
    @Nullable String budgetId,
    boolean blocked,
    List<String> tags,
    Map<String, RawJson> metadata,
    Instant created,
    Instant updated,
    long revision)
    implements Entry {
  public Team {
    members = List.copyOf(members);
    models = List.copyOf(models);
    aliases = Map.copyOf(aliases);
    tags = List.copyOf(tags);
    metadata = Map.copyOf(metadata);
  }

  /**
   * One of a team.
   *
   * @param admin whether it may change the team's keys and members
   */
  public record Member(String userId, boolean admin) {}
}
