package dev.dragoman.lambda.runtime;

import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the platform says by the environment.
 *
 * @param api the Runtime API, unresolved
 * @param handler {@code pkg.Class} or {@code pkg.Class::handleRequest}
 * @param concurrency how many invocations may be in hand at once
 * @param taskRoot the function's own files
 */
record Settings(
    InetSocketAddress api,
    String handler,
    String functionName,
    String functionVersion,
    String logGroup,
    String logStream,
    int memoryMegabytes,
    int concurrency,
    boolean snapStart,
    boolean jsonLog,
    LogLevel logLevel,
    Path taskRoot) {

  private static final int MOST_POLLERS = 1_000;

  /**
   * Reads the environment.
   *
   * @param handler from the command line; null for {@code _HANDLER}
   * @throws IllegalArgumentException when it names no Runtime API
   */
  static Settings of(Map<String, String> env, @Nullable String handler) {
    return new Settings(
        address(env.getOrDefault("AWS_LAMBDA_RUNTIME_API", "")),
        handler == null ? env.getOrDefault("_HANDLER", "") : handler,
        env.getOrDefault("AWS_LAMBDA_FUNCTION_NAME", ""),
        env.getOrDefault("AWS_LAMBDA_FUNCTION_VERSION", ""),
        env.getOrDefault("AWS_LAMBDA_LOG_GROUP_NAME", ""),
        env.getOrDefault("AWS_LAMBDA_LOG_STREAM_NAME", ""),
        number(env.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), 0, Integer.MAX_VALUE),
        number(env.get("AWS_LAMBDA_MAX_CONCURRENCY"), 1, MOST_POLLERS),
        "snap-start".equals(env.get("AWS_LAMBDA_INITIALIZATION_TYPE")),
        "JSON".equalsIgnoreCase(env.get("AWS_LAMBDA_LOG_FORMAT")),
        level(env.getOrDefault("AWS_LAMBDA_LOG_LEVEL", "")),
        Path.of(env.getOrDefault("LAMBDA_TASK_ROOT", "/var/task")));
  }

  private static InetSocketAddress address(String value) {
    int colon = value.lastIndexOf(':');
    int port = colon < 1 ? 0 : number(value.substring(colon + 1), 0, 65_535);
    if (port == 0) {
      throw new IllegalArgumentException(
          "AWS_LAMBDA_RUNTIME_API must be host:port but is '" + value + "'");
    }
    return InetSocketAddress.createUnresolved(value.substring(0, colon), port);
  }

  /** The number within its limits, or the least when there is none. */
  private static int number(@Nullable String value, int least, int most) {
    try {
      return value == null ? least : Math.clamp(Long.parseLong(value.trim()), least, most);
    } catch (NumberFormatException e) {
      return least;
    }
  }

  private static LogLevel level(String name) {
    try {
      return LogLevel.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return LogLevel.UNDEFINED;
    }
  }
}
