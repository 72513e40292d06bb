package dev.dragoman.access;

import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.wire.Headers;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Admits who has the master key or a virtual one. A key comes as {@code Authorization: Bearer} or
 * as {@code x-api-key}; a client that sends both may have the right one in either.
 *
 * <p>A key is compared by its SHA-256 alone: in constant time with the master key's, as the name of
 * an entry with all others'. What is known of a virtual key is up to ten seconds old, so that is
 * the longest that a revoked, blocked or changed one goes on as before; one that expires does so at
 * once. A new one works at once.
 */
public final class Access {
  private static final String BEARER = "bearer ";

  /** Each costs a look-up: one in either header, and the same again for good measure. */
  private static final int MOST_KEYS = 4;

  /** Seconds after which a store that could not be read may be there again. */
  private static final long STORE_PAUSE = 2;

  private final byte @Nullable [] master;
  private final @Nullable KeyCache keys;
  private final Supplier<Policy> policy;
  private final InstantSource clock;

  /**
   * Admits with {@code masterKey}, or a key that {@code directory} has.
   *
   * @param masterKey null for none
   * @param directory null where there are no virtual keys
   * @param policy asked only while the directory cannot be read
   */
  public Access(
      @Nullable String masterKey,
      @Nullable Directory directory,
      Supplier<Policy> policy,
      InstantSource clock) {
    this.master = masterKey == null ? null : Digest.of(masterKey);
    this.keys = directory == null ? null : new KeyCache(new Holders(directory)::find, clock);
    this.policy = policy;
    this.clock = clock;
  }

  /** Admits with {@code masterKey} alone; nobody if it is null. */
  public Access(@Nullable String masterKey) {
    this(masterKey, null, () -> Policy.DEFAULT, () -> Instant.EPOCH);
  }

  /**
   * Why {@code key} is too weak to be a master key; null if it is not.
   *
   * <p>LiteLLM's documentation uses {@code sk-1234} throughout, so it is the first one tried.
   */
  public static @Nullable String weakness(String key) {
    if (key.isBlank()) {
      return "the master key is empty";
    }
    return key.equals("sk-1234")
        ? "the master key sk-1234 stands in every tutorial: choose another"
        : null;
  }

  /**
   * The caller whose key stands in {@code headers}.
   *
   * @throws ApiException {@code authentication_error} if the key is not known, expired or blocked;
   *     {@code permission_error} if its user or team is; {@code api_error} with 503 while that
   *     cannot be read
   */
  public Caller admit(Headers headers) {
    if (master == null && keys == null) {
      throw refused("this gateway has no master key yet: set LITELLM_MASTER_KEY").toException();
    }
    List<byte[]> hashes = sent(headers).map(Digest::of).toList();
    if (hashes.isEmpty()) {
      throw refused("no key: send it as Authorization: Bearer or as x-api-key").toException();
    }
    for (byte[] hash : hashes) {
      if (master != null && MessageDigest.isEqual(hash, master)) {
        return Caller.master(Digest.hex(hash));
      }
    }
    ApiError why =
        refused(
            "this key is not known: it was never made here, or was deleted"
                + (master == null
                    ? "; nor has this gateway a master key: set LITELLM_MASTER_KEY"
                    : ""));
    for (byte[] hash : hashes) {
      Caller holder = holder(Digest.hex(hash)).orElse(null);
      ApiError objection = holder == null ? null : objection(holder, clock.instant());
      if (holder != null && objection == null) {
        return holder;
      }
      why = objection == null ? why : objection;
    }
    throw why.toException();
  }

  /**
   * Does nothing for a caller who has one of these roles.
   *
   * @throws ApiException {@code permission_error} for any other
   */
  public static void require(Caller caller, Role... roles) {
    if (!Arrays.asList(roles).contains(caller.role())) {
      String wanted = Stream.of(roles).map(Role::json).collect(Collectors.joining(" or "));
      throw forbidden(
              "this needs the role %s; %s has the role %s"
                  .formatted(wanted, caller.name(), caller.role().json()))
          .toException();
    }
  }

  /**
   * Forgets what is known of all keys: here, a change that was made before this call counts from
   * now on. Elsewhere it does so within ten seconds.
   */
  public void forget() {
    if (keys != null) {
      keys.forget();
    }
  }

  private Optional<Caller> holder(String hash) {
    if (keys == null) {
      return Optional.empty();
    }
    try {
      return keys.find(hash);
    } catch (UncheckedIOException e) {
      if (opensWhenUnreadable()) {
        return keys.lastKnown(hash).or(() -> Optional.of(Caller.stranger(hash)));
      }
      ApiError why = ApiError.of(ErrorType.API, "keys cannot be looked up right now: try again");
      throw new ApiException(why.withStatus(503).retryAfter(STORE_PAUSE).retry(true), e);
    }
  }

  /** Not if what the operator wants cannot be read either. */
  private boolean opensWhenUnreadable() {
    try {
      return policy.get().openWhenUnreadable();
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** Why a holder of a key is not admitted; null if he is. */
  private static @Nullable ApiError objection(Caller holder, Instant now) {
    VirtualKey key = holder.key();
    if (key == null) {
      return null;
    }
    if (key.blocked()) {
      return refused(holder.name() + " is blocked: ask who runs this gateway");
    }
    if (key.expires() != null && !now.isBefore(key.expires())) {
      return refused(holder.name() + " expired at " + key.expires() + ": ask for a new one");
    }
    User user = holder.user();
    if (user != null && user.blocked()) {
      return forbidden(Quota.owner(user) + " is blocked: ask who runs this gateway");
    }
    Team team = holder.team();
    if (team == null && key.teamId() != null) {
      return forbidden(
          holder.name() + " is for team " + key.teamId() + ", which is no more: ask for a new one");
    }
    return team != null && team.blocked()
        ? forbidden(Quota.owner(team) + " is blocked: ask who runs this gateway")
        : null;
  }

  private static Stream<String> sent(Headers headers) {
    Stream<String> bearers =
        headers.all("authorization").stream()
            .filter(value -> value.toLowerCase(Locale.ROOT).startsWith(BEARER))
            .map(value -> value.substring(BEARER.length()));
    return Stream.concat(bearers, headers.all("x-api-key").stream())
        .map(String::strip)
        .filter(key -> !key.isEmpty())
        .distinct()
        .limit(MOST_KEYS);
  }

  private static ApiError refused(String why) {
    return ApiError.of(ErrorType.AUTHENTICATION, why).retry(false);
  }

  private static ApiError forbidden(String why) {
    return ApiError.of(ErrorType.PERMISSION, why).retry(false);
  }
}
