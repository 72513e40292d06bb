package dev.dragoman.provider;

import dev.dragoman.wire.UpstreamRequest;
import java.util.List;

/**
 * A request as its provider wants it, not yet authorized.
 *
 * @param notes what of it was left out or changed
 */
public record Encoded(UpstreamRequest request, List<Note> notes) {
  public Encoded {
    notes = List.copyOf(notes);
  }
}
