package dev.dragoman.access;

import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Payer;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whoever asks.
 *
 * @param keyHash SHA-256 of the key, in hex
 * @param key null for the master key, and for one that could not be looked up and was admitted all
 *     the same; so are its user and its team
 * @param user null if the key has none, or none that is kept
 * @param team null if the key has none
 * @param quotas what limits the key, the user and the team, as far as anything does
 */
public record Caller(
    String keyHash,
    @Nullable VirtualKey key,
    @Nullable User user,
    @Nullable Team team,
    Role role,
    List<Quota> quotas) {
  public Caller {
    quotas = quotas.stream().filter(Quota::isOne).toList();
  }

  /** A caller whose key, user and team have no limits but their own. */
  public Caller(
      String keyHash,
      @Nullable VirtualKey key,
      @Nullable User user,
      @Nullable Team team,
      Role role) {
    this(keyHash, key, user, team, role, ownLimits(key, user, team));
  }

  /** The holder of the master key. */
  public static Caller master(String keyHash) {
    return new Caller(keyHash, null, null, null, Role.PROXY_ADMIN, List.of());
  }

  /** The holder of a key of which nothing could be learnt. */
  static Caller stranger(String keyHash) {
    return new Caller(keyHash, null, null, null, Role.INTERNAL_USER, List.of());
  }

  private static List<Quota> ownLimits(
      @Nullable VirtualKey key, @Nullable User user, @Nullable Team team) {
    List<Quota> quotas = new ArrayList<>(3);
    if (key != null) {
      quotas.add(Quota.of(key, null));
    }
    if (user != null) {
      quotas.add(Quota.of(user, null));
    }
    if (team != null) {
      quotas.add(Quota.of(team, null));
    }
    return quotas;
  }

  /** Whether it holds the master key. */
  public boolean isMaster() {
    return key == null && role == Role.PROXY_ADMIN;
  }

  /** For a person to read: {@code key sk-...abcd}, {@code the master key}. */
  public String name() {
    if (key != null) {
      return Quota.owner(key);
    }
    return isMaster() ? "the master key" : "a key that could not be looked up";
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

  /**
   * The name that this caller means by {@code model}: other names of the team's are replaced first,
   * then those of the key, each once, as LiteLLM does.
   */
  public String resolve(String model) {
    String ofTeam = team == null ? model : team.aliases().getOrDefault(model, model);
    return key == null ? ofTeam : key.aliases().getOrDefault(ofTeam, ofTeam);
  }

  /** Whether it may use the model of that name. */
  public boolean mayUse(String model) {
    return refusing(model, model) == null;
  }

  /**
   * Whether it may ask by {@code asked} for the model whose own name is {@code model}.
   *
   * @param asked as {@link #resolve} left it: another name permits nothing, since who has a key can
   *     give it such names
   */
  public boolean mayUse(String asked, String model) {
    return refusing(asked, model) == null;
  }

  /**
   * Does nothing if it may use the model of that name.
   *
   * @throws dev.dragoman.messages.ApiException {@code permission_error} that says what it may use
   */
  public void requireModel(String model) {
    requireModel(model, model);
  }

  /**
   * The same for a model that is asked for by another name than its own.
   *
   * @param model its own name, as a deployment has it: of {@code claude-gpt-4o} and of an alias
   *     {@code gpt-4o}
   */
  public void requireModel(String asked, String model) {
    ModelList refusing = refusing(asked, model);
    if (refusing != null) {
      throw ApiError.of(
              ErrorType.PERMISSION,
              "model: %s is not for %s, which may use: %s"
                  .formatted(asked, refusing.owner(), refusing.text()))
          .retry(false)
          .toException();
    }
  }

  /**
   * Those of the names that it may ask for, and its own names for such models; in order.
   *
   * @param names of all models
   * @param served from a name to the own name of its model; null if there is none
   */
  public List<String> visible(List<String> names, Function<String, @Nullable String> served) {
    if (key == null) {
      return names;
    }
    Stream<String> own = key.aliases().keySet().stream();
    Stream<String> ofTeam = team == null ? Stream.of() : team.aliases().keySet().stream();
    return Stream.concat(names.stream(), Stream.concat(own, ofTeam))
        .filter(name -> {
          String asked = resolve(name);
          String model = served.apply(asked);
          return model != null && mayUse(asked, model);
        })
        .distinct()
        .sorted()
        .toList();
  }

  /** The soft budget that belongs to an account, in nano-dollars; null if it has none. */
  public @Nullable Long softBudget(Account account) {
    for (Quota quota : quotas) {
      if (account.id().equals(quota.scope() + "/cost")) {
        return quota.limits().softBudget();
      }
    }
    return null;
  }

  /** The list that does not permit the model; null if all do. */
  private @Nullable ModelList refusing(String asked, String model) {
    if (key == null) {
      return null;
    }
    ModelList own = ModelList.of(key);
    if (!own.permits(asked, model)) {
      return own;
    }
    ModelList ofTeam = team == null ? null : ModelList.of(team);
    if (ofTeam != null && !ofTeam.permits(asked, model)) {
      return ofTeam;
    }
    ModelList ofUser = user == null ? null : ModelList.of(user, team != null);
    return ofUser == null || ofUser.permits(asked, model) ? null : ofUser;
  }
}
