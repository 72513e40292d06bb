package dev.dragoman.lambda.runtime;

import com.amazonaws.services.lambda.runtime.Client;
import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.dragoman.lambda.runtime.HttpConnection.Reply;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The context of one invocation, from the headers its event came with. The trace id of {@link
 * #getXrayTraceId()} is this invocation's own, however many are in hand.
 */
record InvocationContext(
    Settings settings,
    String requestId,
    String arn,
    long deadlineMillis,
    @Nullable CognitoIdentity identity,
    @Nullable ClientContext client,
    @Nullable String tenant,
    @Nullable String trace,
    LambdaLogger logger,
    Clock clock)
    implements Context {

  /** A header that cannot be read is told in the log and counts as absent. */
  static InvocationContext of(
      Settings settings, String requestId, Reply event, LogLines log, Clock clock) {
    return new InvocationContext(
        settings,
        requestId,
        event.headers().getOrDefault("lambda-runtime-invoked-function-arn", ""),
        deadline(event.header("lambda-runtime-deadline-ms"), requestId, log),
        identity(event, requestId, log),
        client(event, requestId, log),
        event.header("lambda-runtime-aws-tenant-id"),
        event.header("lambda-runtime-trace-id"),
        log.logger(requestId),
        clock);
  }

  private static long deadline(@Nullable String value, String requestId, LogLines log) {
    try {
      if (value != null) {
        return Long.parseLong(value.trim());
      }
    } catch (NumberFormatException e) {
      log.warn(requestId, "the deadline is no number: " + value);
    }
    return Long.MAX_VALUE;
  }

  private static @Nullable CognitoIdentity identity(Reply event, String requestId, LogLines log) {
    String header = event.header("lambda-runtime-cognito-identity");
    try {
      return header == null || header.isBlank() ? null : Identity.of(Json.object(header));
    } catch (IllegalArgumentException e) {
      log.warn(requestId, "the Cognito identity is left out: " + e.getMessage());
      return null;
    }
  }

  private static @Nullable ClientContext client(Reply event, String requestId, LogLines log) {
    String header = event.header("lambda-runtime-client-context");
    try {
      return header == null || header.isBlank() ? null : Caller.of(Json.object(header));
    } catch (IllegalArgumentException e) {
      log.warn(requestId, "the client context is left out: " + e.getMessage());
      return null;
    }
  }

  @Override
  public String getAwsRequestId() {
    return requestId;
  }

  @Override
  public String getLogGroupName() {
    return settings.logGroup();
  }

  @Override
  public String getLogStreamName() {
    return settings.logStream();
  }

  @Override
  public String getFunctionName() {
    return settings.functionName();
  }

  @Override
  public String getFunctionVersion() {
    return settings.functionVersion();
  }

  @Override
  public String getInvokedFunctionArn() {
    return arn;
  }

  @Override
  public @Nullable CognitoIdentity getIdentity() {
    return identity;
  }

  @Override
  public @Nullable ClientContext getClientContext() {
    return client;
  }

  /** Milliseconds to the deadline, at least 0; the greatest int when there is none. */
  @Override
  public int getRemainingTimeInMillis() {
    long left = deadlineMillis - clock.millis();
    return Math.clamp(left, 0, Integer.MAX_VALUE);
  }

  @Override
  public int getMemoryLimitInMB() {
    return settings.memoryMegabytes();
  }

  @Override
  public LambdaLogger getLogger() {
    return logger;
  }

  @Override
  public @Nullable String getTenantId() {
    return tenant;
  }

  @Override
  public @Nullable String getXrayTraceId() {
    return trace;
  }

  private record Identity(@Nullable String id, @Nullable String pool) implements CognitoIdentity {
    static Identity of(Map<String, @Nullable Object> json) {
      return new Identity(text(json, "cognitoIdentityId"), text(json, "cognitoIdentityPoolId"));
    }

    @Override
    public @Nullable String getIdentityId() {
      return id;
    }

    @Override
    public @Nullable String getIdentityPoolId() {
      return pool;
    }
  }

  private record Caller(
      @Nullable Client client, Map<String, String> custom, Map<String, String> environment)
      implements ClientContext {
    static Caller of(Map<String, @Nullable Object> json) {
      Object client = json.get("client");
      return new Caller(
          client == null ? null : App.of(object(client)),
          texts(json.get("custom")),
          texts(json.get("env")));
    }

    @Override
    public @Nullable Client getClient() {
      return client;
    }

    @Override
    public Map<String, String> getCustom() {
      return custom;
    }

    @Override
    public Map<String, String> getEnvironment() {
      return environment;
    }
  }

  private record App(Map<String, @Nullable Object> json) implements Client {
    static App of(Map<String, @Nullable Object> json) {
      return new App(json);
    }

    @Override
    public @Nullable String getInstallationId() {
      return text(json, "installation_id");
    }

    @Override
    public @Nullable String getAppTitle() {
      return text(json, "app_title");
    }

    @Override
    public @Nullable String getAppVersionName() {
      return text(json, "app_version_name");
    }

    @Override
    public @Nullable String getAppVersionCode() {
      return text(json, "app_version_code");
    }

    @Override
    public @Nullable String getAppPackageName() {
      return text(json, "app_package_name");
    }
  }

  private static @Nullable String text(Map<String, @Nullable Object> json, String name) {
    Object value = json.get(name);
    return value == null ? null : value.toString();
  }

  private static Map<String, String> texts(@Nullable Object value) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (value != null) {
      object(value).forEach((name, text) -> texts.put(name, String.valueOf(text)));
    }
    return texts;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> object(Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    throw new IllegalArgumentException("an object expected");
  }
}
