package dev.dragoman.function;

import dev.dragoman.json.Json;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * The log as one JSON object a line: {@code timestamp}, {@code level}, {@code message}, and where
 * there are any {@code requestId} and {@code stackTrace}. The first two are named as Lambda's own
 * filter for log levels wants them.
 *
 * <p>It stands behind {@code java.util.logging}, since that is where {@link System.Logger} ends in
 * a function: the platform looks for another {@link System.LoggerFinder} only on the class path of
 * the process, and a function's jars are not on it.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html">Log-level
 *     filtering</a>
 */
final class LogLines extends Handler {
  /** The gateway's own logger; kept, or its level would be forgotten with it. */
  private static final Logger GATEWAY = Logger.getLogger("dev.dragoman");

  private static final Pattern REQUEST = Pattern.compile("\\breq_[A-Za-z0-9]{24}\\b");
  private static final SimpleFormatter PLAIN = new SimpleFormatter();

  private final PrintStream out;

  LogLines(PrintStream out) {
    this.out = out;
  }

  /** Makes this the process's only log. */
  static LogLines install(PrintStream out, boolean debug) {
    LogLines lines = new LogLines(out);
    Logger root = Logger.getLogger("");
    for (Handler other : root.getHandlers()) {
      root.removeHandler(other);
    }
    root.addHandler(lines);
    root.setLevel(Level.INFO);
    GATEWAY.setLevel(debug ? Level.FINE : Level.INFO);
    return lines;
  }

  @Override
  public void publish(@Nullable LogRecord record) {
    if (record == null || !isLoggable(record)) {
      return;
    }
    String message = String.valueOf(PLAIN.formatMessage(record));
    byte[] line =
        Json.bytes(json -> {
          json.writeStartObject();
          json.writeStringProperty("timestamp", record.getInstant().toString());
          json.writeStringProperty("level", level(record.getLevel()));
          json.writeStringProperty("message", message);
          Matcher request = REQUEST.matcher(message);
          if (request.find()) {
            json.writeStringProperty("requestId", request.group());
          }
          stackTrace(record.getThrown(), json);
          json.writeEndObject();
          json.writeRaw('\n');
        });
    synchronized (out) {
      out.write(line, 0, line.length);
      out.flush();
    }
  }

  private static void stackTrace(@Nullable Throwable thrown, JsonGenerator json) {
    if (thrown != null) {
      StringWriter text = new StringWriter();
      thrown.printStackTrace(new PrintWriter(text));
      json.writeStringProperty("stackTrace", text.toString());
    }
  }

  private static String level(Level level) {
    int value = level.intValue();
    if (value >= Level.SEVERE.intValue()) {
      return "ERROR";
    }
    if (value >= Level.WARNING.intValue()) {
      return "WARN";
    }
    return value >= Level.INFO.intValue() ? "INFO" : "DEBUG";
  }

  @Override
  public void flush() {
    out.flush();
  }

  @Override
  public void close() {}
}
