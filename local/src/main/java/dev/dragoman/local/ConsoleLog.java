package dev.dragoman.local;

import java.io.PrintStream;
import java.text.MessageFormat;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * The log of the local gateway: a line a record on standard error. In place of java.util.logging,
 * which costs a tenth of a second at every start.
 */
public final class ConsoleLog extends System.LoggerFinder {
  /** The system property that sets the level: {@code off}, {@code info} or {@code debug}. */
  static final String LEVEL = "dragoman.log";

  @Override
  public System.Logger getLogger(String name, Module module) {
    boolean ours = name.startsWith("dev.dragoman");
    String set = System.getProperty(LEVEL, "info");
    System.Logger.Level level =
        switch (set) {
          case "off" -> System.Logger.Level.OFF;
          case "debug" -> ours ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING;
          default -> ours ? System.Logger.Level.INFO : System.Logger.Level.WARNING;
        };
    return new ConsoleLogger(name, level, System.err);
  }

  private record ConsoleLogger(String name, System.Logger.Level least, PrintStream out)
      implements System.Logger {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      return level != Level.OFF && level.getSeverity() >= least.getSeverity();
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {
      if (!isLoggable(level)) {
        return;
      }
      StringBuilder line = new StringBuilder(64);
      line.append(LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.MILLIS));
      line.append(' ').append(level).append(' ').append(oneLine(message, level));
      for (Throwable t = thrown; t != null; t = t.getCause()) {
        line.append("; ").append(oneLine(t.toString(), level));
      }
      out.println(line);
      if (thrown instanceof RuntimeException && level == Level.ERROR) {
        thrown.printStackTrace(out);
      }
    }

    /** What others say must not look like lines of ours; a transcript is meant to have many. */
    private static @Nullable String oneLine(@Nullable String message, Level level) {
      return message == null || level == Level.DEBUG
          ? message
          : message.replaceAll("\\p{Cntrl}", " ");
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object @Nullable ... parameters) {
      boolean plain = format == null || parameters == null || parameters.length == 0;
      log(
          level,
          bundle,
          plain ? format : MessageFormat.format(format, parameters),
          (Throwable) null);
    }
  }
}
