package dev.dragoman.function;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** Secure random numbers from a source that can be replaced: copies of a snapshot share theirs. */
final class RenewableRandom implements RandomGenerator {
  private volatile SecureRandom source = new SecureRandom();

  /** Goes on with a source that was seeded now. */
  void renew() {
    source = new SecureRandom();
  }

  @Override
  public long nextLong() {
    return source.nextLong();
  }

  @Override
  public void nextBytes(byte[] bytes) {
    source.nextBytes(bytes);
  }
}
