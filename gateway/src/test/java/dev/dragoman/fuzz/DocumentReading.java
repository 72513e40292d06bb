package dev.dragoman.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Reads one JSON document of a few forms.
 *
 * @param forms documents that are right
 * @param taking reads one that is not, and says whether it was taken
 */
record DocumentReading(String name, int share, List<String> forms, Taking taking)
    implements Reading {
  /** What reads a document. */
  interface Taking {
    boolean take(byte[] document, RandomGenerator random);
  }

  @Override
  public boolean read(RandomGenerator random) {
    byte[] document = form(random);
    byte[] damaged = Inputs.damaged(document, form(random), random);
    return Bounds.hold(damaged.length, () -> taking.take(damaged, random));
  }

  private byte[] form(RandomGenerator random) {
    return forms.get(random.nextInt(forms.size())).getBytes(StandardCharsets.UTF_8);
  }
}
