package dev.dragoman.access;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a caller may do beside sending requests, in LiteLLM's words. */
public enum Role {
  /** Everything: the master key, and keys of users with this role. */
  PROXY_ADMIN,
  /** Sees everything, changes nothing. */
  PROXY_ADMIN_VIEWER,
  /** Sees and makes keys of its own, sees its own figures. */
  INTERNAL_USER,
  /** Sees its own keys and figures. */
  INTERNAL_USER_VIEWER;

  /** As LiteLLM writes it: {@code proxy_admin}. */
  public String json() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role with that name; empty if there is none. */
  public static Optional<Role> of(String json) {
    return Stream.of(values()).filter(role -> role.json().equals(json)).findFirst();
  }
}
