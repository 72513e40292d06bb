package dev.dragoman.exchange;

import dev.dragoman.http.Handler;
import dev.dragoman.http.Request;
import dev.dragoman.http.Responder;
import dev.dragoman.json.Json;
import dev.dragoman.messages.ApiException;
import dev.dragoman.wire.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * One small request to one deployment, through the gateway's own path for it.
 *
 * @param gateway serves that deployment alone
 * @param name the model's there
 * @param maxTokens of its answer
 * @param limit how long it may take
 */
record HealthProbe(Handler gateway, String name, int maxTokens, Duration limit) {
  private static final String NO_ANSWER = "timeout_error: no answer within %d s";

  /**
   * What is wrong with the deployment; null if it answers.
   *
   * @param key the caller's fields that authorize it
   * @throws InterruptedException if the caller is interrupted while it waits
   */
  @Nullable String ask(Headers key) throws InterruptedException {
    AtomicReference<@Nullable String> fault =
        new AtomicReference<>(NO_ANSWER.formatted(limit.toSeconds()));
    Thread asking =
        Thread.ofVirtual().name("health-probe").start(() -> fault.set(exchange(request(key))));
    try {
      if (asking.join(limit)) {
        return fault.get();
      }
      return NO_ANSWER.formatted(limit.toSeconds());
    } finally {
      asking.interrupt();
    }
  }

  /** Asked once: whoever wants to know how it is wants no second try. */
  private Request request(Headers key) {
    byte[] body =
        Json.bytes(out -> {
          out.writeStartObject();
          out.writeStringProperty("model", name);
          out.writeNumberProperty("max_tokens", maxTokens);
          out.writeArrayPropertyStart("messages");
          out.writeStartObject();
          out.writeStringProperty("role", "user");
          out.writeStringProperty("content", "ping");
          out.writeEndObject();
          out.writeEndArray();
          out.writeEndObject();
        });
    Headers headers =
        key.with("content-type", "application/json")
            .with("anthropic-version", "2023-06-01")
            .with("x-litellm-num-retries", "0")
            .with("x-litellm-timeout", String.valueOf(limit.toSeconds()));
    return new Request("POST", "/v1/messages", null, headers, body);
  }

  private @Nullable String exchange(Request request) {
    Heard heard = new Heard();
    try {
      gateway.handle(request, heard);
    } catch (ApiException e) {
      return e.error().type().json() + ": " + e.error().message();
    } catch (IOException | RuntimeException e) {
      return "api_error: " + e.getMessage();
    }
    return heard.status == 200 ? null : error(heard.body.toByteArray());
  }

  /** Of the Messages API's envelope. */
  private static String error(byte[] body) {
    String[] found = {"api_error", "the gateway gave no reason"};
    try (JsonParser in = Json.parser(body)) {
      in.nextToken();
      for (String field = Json.firstName(in); field != null; field = in.nextName()) {
        JsonToken token = in.nextToken();
        if (field.equals("error") && token == JsonToken.START_OBJECT) {
          read(in, found);
        } else {
          in.skipChildren();
        }
      }
    } catch (JacksonException e) {
      return "api_error: the gateway answered with what is no JSON";
    }
    return found[0] + ": " + found[1];
  }

  private static void read(JsonParser in, String[] found) {
    for (String field = in.nextName(); field != null; field = in.nextName()) {
      in.nextToken();
      switch (field) {
        case "type" -> found[0] = Json.string(in);
        case "message" -> found[1] = Json.string(in);
        default -> in.skipChildren();
      }
    }
  }

  /** The caller's end of the answer. */
  private static final class Heard implements Responder {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status;

    @Override
    public OutputStream begin(int begun, Headers headers) {
      status = begun;
      return body;
    }
  }
}
