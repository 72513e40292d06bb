package dev.dragoman.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.provider.Deployment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a provider of the Messages API sends and nobody can be given. */
final class PassedFaultsTest {
  private static final String BROKEN_INPUT =
      """
      event: message_start
      data: {"type":"message_start","message":{"id":"msg_0","type":"message","role":"assistant",\
      "model":"c","content":[],"stop_reason":null,"stop_sequence":null,\
      "usage":{"input_tokens":9,"output_tokens":1}}}

      event: content_block_start
      data: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use",\
      "id":"toolu_1","name":"look","input":{}}}

      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta",\
      "partial_json":"{\\"at\\":"}}

      event: content_block_stop
      data: {"type":"content_block_stop","index":0}

      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},\
      "usage":{"output_tokens":2}}

      event: message_stop
      data: {"type":"message_stop"}

      """;

  @Test
  void anAnswerThatIsNoDocumentIsRecordedAsTheFaultThatItIs() throws IOException {
    HttpServer provider =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("content-type", "text/event-stream");
          byte[] body = BROKEN_INPUT.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    provider.start();
    Deployment target =
        Deployment.of("m", "anthropic", "claude-sonnet-4-5")
            .at("http://127.0.0.1:" + provider.getAddress().getPort(), new SecretRef("a-key"));
    try (Scene scene = Scene.with(List.of(target))) {
      Recorded answer =
          scene.post(
              "/v1/messages",
              """
              {"model": "m", "max_tokens": 100, "tools": [{"name": "look",
                "input_schema": {"type": "object"}}],
               "messages": [{"role": "user", "content": "hello"}]}\
              """);
      assertEquals(500, answer.status(), answer::body);
      assertTrue(answer.body().contains("not a JSON object"), answer::body);
      UsageRecord record = scene.record(answer);
      assertEquals(UsageRecord.State.FAILED, record.state());
      assertEquals(9, record.usage().input());
    } finally {
      provider.stop(0);
    }
  }
}
