package dev.dragoman.demo;

import dev.dragoman.json.Json;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The model behind a {@code mock_response}: it says that text word by word, or refuses as a
 * provider would where the text names an error of LiteLLM's. Usage is not stated, so that it is
 * estimated.
 *
 * @param response the text; null if it is none
 * @param delay before anything is answered
 * @param timeout after which it gives up instead of answering; null if it answers
 */
record MockModel(@Nullable String response, Duration delay, @Nullable Duration timeout) {
  /** In the middle of its answer, after some words. */
  private static final String BREAKS_OFF = "Exception: mock_streaming_error";

  private static final String FILTERED = "Exception: content_filter_policy";

  private static final Refusal TIMED_OUT = new Refusal(408, "timeout", "timeout error");

  private static final Refusal FILTER =
      new Refusal(400, "content_filter", "content policy violation error");

  /** Status and code that a provider would answer with. */
  private record Refusal(int status, String code, String what) {}

  private static final Map<String, Refusal> REFUSALS =
      Map.ofEntries(
          Map.entry("BadRequestError", new Refusal(400, "invalid_request", "bad request error")),
          Map.entry(
              "ContextWindowExceededError",
              new Refusal(400, "context_length_exceeded", "context window exceeded error")),
          Map.entry("ContentPolicyViolationError", FILTER),
          Map.entry(
              "AuthenticationError", new Refusal(401, "invalid_api_key", "authentication error")),
          Map.entry(
              "PermissionDeniedError", new Refusal(403, "permission", "permission denied error")),
          Map.entry("NotFoundError", new Refusal(404, "model_not_found", "not found error")),
          Map.entry("Timeout", TIMED_OUT),
          Map.entry(
              "UnprocessableEntityError",
              new Refusal(422, "invalid", "unprocessable entity error")),
          Map.entry("RateLimitError", new Refusal(429, "rate_limit_exceeded", "rate limit error")),
          Map.entry(
              "InternalServerError", new Refusal(500, "server_error", "internal server error")),
          Map.entry("APIError", new Refusal(500, "server_error", "API error")),
          Map.entry("APIConnectionError", new Refusal(500, "server_error", "connection error")),
          Map.entry("BadGatewayError", new Refusal(502, "bad_gateway", "bad gateway error")),
          Map.entry(
              "ServiceUnavailableError",
              new Refusal(503, "unavailable", "service unavailable error")));

  /**
   * Reads {@code {"mock_response", "mock_delay", "mock_timeout"}}, the delay in seconds and the
   * time-out in milliseconds, as Base64.
   */
  static MockModel read(String settings) {
    String response = "This is a mock request";
    Duration delay = Duration.ZERO;
    Duration timeout = null;
    try (JsonParser in = Json.parser(Base64.getDecoder().decode(settings))) {
      in.nextToken();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        JsonToken token = in.nextToken();
        switch (name) {
          case "mock_response" -> {
            if (token.isStructStart()) {
              response = null;
              in.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
              response = in.getString();
            }
          }
          case "mock_delay" -> delay = Duration.ofMillis(Math.round(1_000 * in.getDoubleValue()));
          case "mock_timeout" -> timeout = Duration.ofMillis(in.getLongValue());
          default -> in.skipChildren();
        }
      }
    }
    return new MockModel(response, delay, timeout);
  }

  /** Waits, and answers. */
  DemoModel.Answer answer() throws InterruptedException {
    if (timeout != null) {
      Thread.sleep(timeout);
      return refused(TIMED_OUT);
    }
    Thread.sleep(delay);
    if (response == null) {
      return refused(new Refusal(400, "invalid", "response that is no text: only texts are said"));
    }
    if (response.startsWith(FILTERED)) {
      return refused(FILTER);
    }
    String error = response.startsWith("litellm.") ? response.substring("litellm.".length()) : "";
    Refusal refusal = REFUSALS.get(error);
    return refusal == null ? said(response) : refused(refusal);
  }

  private static DemoModel.Answer said(String text) {
    List<String> events = new ArrayList<>(DemoModel.words(text));
    if (text.startsWith(BREAKS_OFF)) {
      events.add("data: " + error("This is a mock error raised mid-stream", "529") + "\n\n");
    } else {
      events.add(DemoModel.ended());
      events.add(DemoModel.DONE);
    }
    return new DemoModel.Answer(200, new PacedEvents(events));
  }

  private static DemoModel.Answer refused(Refusal refusal) {
    byte[] body =
        error("this is a mock " + refusal.what(), refusal.code()).getBytes(StandardCharsets.UTF_8);
    return new DemoModel.Answer(refusal.status(), new ByteArrayInputStream(body));
  }

  private static String error(String message, String code) {
    return Json.text(out -> {
      out.writeStartObject();
      out.writeObjectPropertyStart("error");
      out.writeStringProperty("message", message);
      out.writeStringProperty("code", code);
      out.writeEndObject();
      out.writeEndObject();
    });
  }
}
