package dev.dragoman.credential;

import java.time.InstantSource;

/** What tokens are made from: the variables of this process, the network and the time. */
public record Surroundings(Environment environment, Http http, InstantSource clock) {
  /** The secret that {@code reference} names. */
  public String resolve(SecretRef reference) {
    return new SecretSource(environment).resolve(reference);
  }

  /** The text that {@code reference} names, such as a JSON document of several lines. */
  public String document(SecretRef reference) {
    return new SecretSource(environment).document(reference);
  }
}
