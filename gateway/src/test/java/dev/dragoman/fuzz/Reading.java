package dev.dragoman.fuzz;

import java.util.random.RandomGenerator;

/** Something that reads what others wrote, and how it is put to the test. */
interface Reading {
  /** What reads. */
  String name();

  /** How many of a thousand inputs are for it. */
  int share();

  /**
   * Makes one input, all of it as {@code random} decides, has it read, and fails by whatever it
   * throws if that broke the reader.
   *
   * @return whether the input was taken for whole
   */
  boolean read(RandomGenerator random);
}
