package dev.dragoman.provider;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects notes, each once, in the order they came; may be read while it is added to. */
public final class Notes {
  private final Set<Note> notes = new LinkedHashSet<>();

  /** Adds a note, unless it was added before. */
  public synchronized void add(String field, String what) {
    notes.add(new Note(field, what));
  }

  /** All that were added. */
  public synchronized List<Note> list() {
    return List.copyOf(notes);
  }
}
