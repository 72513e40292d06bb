package dev.dragoman.lambda.runtime;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The log of the process: the handler's lines on standard output, the loop's own on standard error,
 * as text or, with {@code AWS_LAMBDA_LOG_FORMAT=JSON}, as one JSON object a line.
 *
 * @param least lines below it are left out; with JSON only, as in the managed runtime
 */
record LogLines(PrintStream out, PrintStream err, boolean json, LogLevel least, Clock clock) {

  /** The logger of one invocation. */
  LambdaLogger logger(String requestId) {
    return new LambdaLogger() {
      @Override
      public void log(@Nullable String message) {
        log(message, LogLevel.UNDEFINED);
      }

      @Override
      public void log(byte[] message) {
        log(new String(message, StandardCharsets.UTF_8), LogLevel.UNDEFINED);
      }

      @Override
      public void log(@Nullable String message, LogLevel level) {
        line(out, level, requestId, String.valueOf(message));
      }

      @Override
      public void log(byte[] message, LogLevel level) {
        log(new String(message, StandardCharsets.UTF_8), level);
      }
    };
  }

  /** A line of the loop's own. */
  void warn(@Nullable String requestId, String what) {
    line(err, LogLevel.WARN, requestId, "streaming-runtime: " + what);
  }

  /** A fault with its stack trace. */
  void fault(@Nullable String requestId, String what, Throwable fault) {
    StringWriter text = new StringWriter();
    fault.printStackTrace(new PrintWriter(text));
    line(err, LogLevel.ERROR, requestId, "streaming-runtime: " + what + ": " + text);
  }

  private void line(PrintStream to, LogLevel level, @Nullable String requestId, String message) {
    if (json && level != LogLevel.UNDEFINED && level.ordinal() < least.ordinal()) {
      return;
    }
    String line = json ? object(level, requestId, message) : text(to, requestId, message);
    byte[] bytes = (line.endsWith("\n") ? line : line + "\n").getBytes(StandardCharsets.UTF_8);
    synchronized (to) {
      to.write(bytes, 0, bytes.length);
      to.flush();
    }
  }

  @SuppressWarnings("ReferenceEquality") // which of the two streams it is
  private String text(PrintStream to, @Nullable String requestId, String message) {
    return to == out || requestId == null ? message : requestId + " " + message;
  }

  private String object(LogLevel level, @Nullable String requestId, String message) {
    StringBuilder line = new StringBuilder(message.length() + 128);
    line.append("{\"timestamp\":\"").append(clock.instant()).append("\",\"level\":\"");
    line.append(level == LogLevel.UNDEFINED ? LogLevel.INFO : level).append("\",\"message\":");
    Json.quote(message, line);
    if (requestId != null) {
      Json.quote(requestId, line.append(",\"AWSRequestId\":"));
    }
    return line.append('}').toString();
  }
}
