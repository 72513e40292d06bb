package dev.dragoman.credential.azure;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.KeptToken;
import dev.dragoman.credential.Surroundings;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Tokens of Microsoft Entra's, kept until they are about to expire. */
public final class EntraTokens {
  private final Surroundings surroundings;
  private final EntraRequests requests;
  private final Map<Authentication, KeptToken> kept = new ConcurrentHashMap<>();

  /** With what {@code surroundings} can resolve and reach. */
  public EntraTokens(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.requests = new EntraRequests(surroundings);
  }

  /** A token for a client and its secret. */
  public String token(Authentication.EntraClient authentication) {
    return kept(authentication, () -> requests.ofClient(authentication));
  }

  /** A token of the identity that this process runs under. */
  public String token(Authentication.EntraManaged authentication) {
    return kept(authentication, () -> requests.ofProcess(authentication));
  }

  private String kept(Authentication authentication, KeptToken.Source source) {
    return kept.computeIfAbsent(authentication, _ -> new KeptToken(source, surroundings.clock()))
        .value();
  }
}
