package dev.dragoman.provider;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects notes, each once, in the order they came. */
public final class Notes {
  private final Set<Note> notes = new LinkedHashSet<>();

  /** Adds a note, unless it was added before. */
  public void add(String field, String what) {
    notes.add(new Note(field, what));
  }

  /** All that were added. */
  public List<Note> list() {
    return List.copyOf(notes);
  }
}
