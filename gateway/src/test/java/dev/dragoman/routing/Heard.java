package dev.dragoman.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What is logged while this is open. */
final class Heard extends Handler implements AutoCloseable {
  private final Logger logger = Logger.getLogger("dev.dragoman");
  private final List<LogRecord> records = new ArrayList<>();

  Heard() {
    logger.addHandler(this);
  }

  /** The lines of a level. */
  synchronized List<String> lines(Level level) {
    return records.stream()
        .filter(each -> each.getLevel().equals(level))
        .map(LogRecord::getMessage)
        .toList();
  }

  @Override
  public synchronized void publish(LogRecord one) {
    records.add(one);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
