package dev.dragoman.exchange;

import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.messages.Usage;
import org.jspecify.annotations.Nullable;

/** A settled request as a line of the log. */
final class CourseLine {
  private CourseLine() {}

  static String of(UsageRecord record) {
    StringBuilder line =
        new StringBuilder(record.id())
            .append(' ')
            .append(record.modelAsked())
            .append(" -> ")
            .append(record.provider())
            .append('/')
            .append(record.modelServed())
            .append(' ')
            .append(record.state())
            .append(' ');
    tokens(record.usage(), line);
    if (record.end() != null) {
      line.append(' ').append(record.end().toEpochMilli() - record.start().toEpochMilli());
      line.append(" ms");
    }
    if (!record.replaced().isEmpty()) {
      line.append(" after ").append(record.replaced().size()).append(" failed");
    }
    if (record.error() != null) {
      line.append(' ').append(record.error());
    }
    if (!record.notes().isEmpty()) {
      line.append(" [").append(String.join("; ", record.notes())).append(']');
    }
    return line.toString();
  }

  private static void tokens(Usage usage, StringBuilder line) {
    if (usage.origin() == Usage.Origin.MISSING) {
      line.append("usage unknown");
      return;
    }
    line.append(known(usage.input())).append(" in ");
    line.append(known(usage.output())).append(" out");
    if (usage.cacheRead() != null) {
      line.append(' ').append(usage.cacheRead()).append(" cached");
    }
    line.append(" (").append(usage.origin()).append(')');
  }

  private static String known(@Nullable Long tokens) {
    return tokens == null ? "unknown" : tokens.toString();
  }
}
