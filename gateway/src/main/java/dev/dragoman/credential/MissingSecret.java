package dev.dragoman.credential;

/** A secret that cannot be had; the message names its place, never its value. */
public final class MissingSecret extends RuntimeException {
  private final boolean passing;

  /** One that stays missing until somebody sets it. */
  public MissingSecret(String message) {
    this(message, false);
  }

  private MissingSecret(String message, boolean passing) {
    super(message, null, false, false);
    this.passing = passing;
  }

  /** One that may be had a moment later: who gives it out could not be reached, or was busy. */
  public static MissingSecret forNow(String message) {
    return new MissingSecret(message, true);
  }

  /** One whose giver answered with {@code status}, where that is no success. */
  public static MissingSecret refused(int status, String message) {
    return new MissingSecret(message, status >= 500 || status == 429 || status == 408);
  }

  /** Whether another attempt may find it. */
  public boolean passing() {
    return passing;
  }
}
