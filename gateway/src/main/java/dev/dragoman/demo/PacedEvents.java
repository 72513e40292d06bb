package dev.dragoman.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;

/** Events that arrive one after another, as a model's would. */
final class PacedEvents extends InputStream {
  private static final long PACE_MILLIS = 20;

  private final Iterator<String> events;
  private ByteArrayInputStream current = new ByteArrayInputStream(new byte[0]);
  private boolean first = true;

  PacedEvents(List<String> events) {
    this.events = events.iterator();
  }

  @Override
  public int available() {
    return current.available();
  }

  @Override
  public int read() throws IOException {
    return next() ? current.read() : -1;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    return next() ? current.read(into, from, length) : -1;
  }

  private boolean next() throws IOException {
    if (current.available() > 0) {
      return true;
    }
    if (!events.hasNext()) {
      return false;
    }
    if (!first) {
      pause();
    }
    first = false;
    current = new ByteArrayInputStream(events.next().getBytes(StandardCharsets.UTF_8));
    return true;
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(PACE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
