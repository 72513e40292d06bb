package dev.dragoman.doctor;

import dev.dragoman.doctor.Answer.Fault;
import dev.dragoman.http.Handler;
import dev.dragoman.http.Request;
import dev.dragoman.json.Json;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.messages.ApiException;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * A client of the Messages API within the gateway's own process. It asks what a client on the wire
 * would ask, and keeps what it is answered.
 */
final class Client {
  private final Handler gateway;
  private final UsageLedger ledger;
  private final String key;
  private final String model;
  private final InstantSource clock;
  private final List<Answer> answers = new ArrayList<>();

  Client(Handler gateway, UsageLedger ledger, String key, String model, InstantSource clock) {
    this.gateway = gateway;
    this.ledger = ledger;
    this.key = key;
    this.model = model;
    this.clock = clock;
  }

  /** A string as JSON. */
  static String quoted(String text) {
    return Json.text(out -> out.writeString(text));
  }

  /** Asks for a stream; {@code fields} are those of the request but the model, as JSON. */
  Answer ask(String fields) {
    return post("/v1/messages", "\"stream\":true," + fields);
  }

  /** Asks for one document. */
  Answer askWhole(String fields) {
    return post("/v1/messages", fields);
  }

  /** Asks how many tokens a request has; {@code input_tokens} of the answer. */
  Answer count(String fields) {
    return post("/v1/messages/count_tokens", fields);
  }

  /** All answers so far. */
  List<Answer> answers() {
    return List.copyOf(answers);
  }

  private Answer post(String path, String fields) {
    String body = "{\"model\":" + quoted(model) + "," + fields + "}";
    Headers headers =
        Headers.of(
            "content-type", "application/json",
            "authorization", "Bearer " + key,
            "anthropic-version", "2023-06-01",
            // Claude Code names it in every request; Anthropic wants it for deferred tools.
            "anthropic-beta", "advanced-tool-use-2025-11-20");
    Request request =
        new Request("POST", path, null, headers, body.getBytes(StandardCharsets.UTF_8));
    Hearing hearing = new Hearing(clock);
    Fault fault = null;
    JsonFields message = JsonFields.NONE;
    try {
      gateway.handle(request, hearing);
      fault = hearing.fault();
      if (fault == null) {
        message = hearing.message();
      }
    } catch (ApiException e) {
      fault = new Fault(e.error().type().json(), e.error().message());
    } catch (IOException | IllegalStateException e) {
      fault = new Fault("", String.valueOf(e.getMessage()));
    }
    Answer answer =
        new Answer(
            hearing.requestId(),
            hearing.status(),
            message,
            fault,
            hearing.pace(),
            ledger.find(hearing.requestId()).orElse(null));
    answers.add(answer);
    return answer;
  }
}
