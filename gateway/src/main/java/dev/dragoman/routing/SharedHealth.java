package dev.dragoman.routing;

import java.time.Instant;
import java.util.List;

/**
 * The port to what gateways tell each other of deployments, so that what one learns spares the
 * others. What is told is forgotten some minutes after it has lost its meaning. A store that cannot
 * be reached throws {@link java.io.UncheckedIOException}; then each gateway goes by what it has
 * seen itself.
 */
public interface SharedHealth {
  /**
   * A deployment that is left alone.
   *
   * @param deployment its id
   * @param until when it may be asked again
   * @param asked whether the provider itself asked for it, by Retry-After
   * @param reason for a person to read; holds no secret
   */
  record CoolDown(String deployment, Instant until, boolean asked, String reason) {}

  /**
   * What happened at a deployment within one minute; counts add up over all gateways.
   *
   * @param minute its beginning
   * @param requests attempts that were begun
   * @param tokens of input and output together
   * @param failures attempts that failed by the deployment's fault
   * @param answers attempts whose first content came
   * @param firstContentMillis the sum of their times to the first content
   */
  record Minute(
      String deployment,
      Instant minute,
      long requests,
      long tokens,
      long failures,
      long answers,
      long firstContentMillis) {}

  /** What holds at a moment: cool-downs that are not over, and minutes from the last one on. */
  record Told(List<CoolDown> coolDowns, List<Minute> minutes) {
    /** Nothing. */
    public static final Told NOTHING = new Told(List.of(), List.of());

    public Told {
      coolDowns = List.copyOf(coolDowns);
      minutes = List.copyOf(minutes);
    }
  }

  /** All that was told and holds at {@code now}. */
  Told load(Instant now);

  /** Tells of a cool-down; the later of several of one deployment holds. */
  void tell(CoolDown coolDown);

  /** Adds to the counts of a deployment's minute. */
  void add(Minute more);
}
