package dev.dragoman.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.provider.Deployment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counting where the provider counts, where it does not, and where it fails to. */
class CountTokensTest {
  private static final String ESTIMATED = "input_tokens: not counted by the provider, estimated";

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpServer provider;

  CountTokensTest() throws IOException {
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.start();
  }

  @AfterEach
  void stop() {
    provider.stop(0);
  }

  private void answer(int status, String body) {
    provider.createContext(
        "/",
        exchange -> {
          asked.add(
              exchange.getRequestURI()
                  + " "
                  + exchange.getRequestHeaders().getFirst("x-goog-api-key")
                  + " "
                  + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          byte[] bytes = body.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private Recorded count(String provider, String model) throws IOException {
    return count(provider, model, "hello world");
  }

  private Recorded count(String name, String model, String text) throws IOException {
    return countContent(name, model, '"' + text + '"');
  }

  private Recorded countContent(String name, String model, String content) throws IOException {
    Deployment target =
        Deployment.of("m", name, model)
            .at(
                "http://127.0.0.1:" + provider.getAddress().getPort(),
                new SecretRef("upstream-key"));
    try (Scene scene = Scene.with(List.of(target))) {
      return scene.post(
          "/v1/messages/count_tokens",
          """
          {"model": "m", "messages": [{"role": "user", "content": %s}]}\
          """
              .formatted(content));
    }
  }

  @Test
  void geminiCountsItself() throws IOException {
    answer(200, "{\"totalTokens\": 31, \"promptTokensDetails\": []}");
    Recorded answer = count("gemini", "gemini-2.5-pro");
    assertEquals("{\"input_tokens\":31}", answer.body());
    assertEquals("", answer.header("dragoman-notes"));
    assertTrue(asked.getFirst().contains("gemini-2.5-pro:countTokens"), asked::toString);
    assertTrue(asked.getFirst().contains("upstream-key"), asked::toString);
    assertEquals(1, asked.size(), "one free question, no other");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "429|{\"error\":{\"message\":\"slow down\"}}",
        "401|{\"error\":{\"message\":\"bad key\"}}",
        "500|oops",
        "200|{}",
        "200|no JSON",
      })
  void whatTheProviderDoesNotCountIsEstimatedAndSaysSo(int status, String body) throws IOException {
    answer(status, body);
    Recorded answer = count("gemini", "gemini-2.5-pro");
    assertEquals("{\"input_tokens\":2}", answer.body());
    assertEquals(ESTIMATED, answer.header("dragoman-notes"));
    assertEquals(1, asked.size());
  }

  @Test
  void aProviderThatCannotBeReachedIsNotWaitedFor() throws IOException {
    provider.stop(0);
    assertEquals(ESTIMATED, count("gemini", "gemini-2.5-pro").header("dragoman-notes"));
  }

  @Test
  void aProviderThatDoesNotCountIsNotAsked() throws IOException {
    answer(200, "{}");
    Recorded answer = count("openai", "gpt-4o");
    assertEquals("{\"input_tokens\":9}", answer.body());
    assertEquals(ESTIMATED, answer.header("dragoman-notes"));
    assertEquals(List.of(), asked);
  }

  @ParameterizedTest
  @CsvSource({
    "groq, llama-3.3-70b-versatile, 37",
    "mistral, mistral-large-latest, 5",
    "openrouter, moonshotai/kimi-k2, 9",
  })
  void eachFamilyIsEstimatedInItsOwnWay(String name, String model, int tokens) throws IOException {
    assertEquals("{\"input_tokens\":" + tokens + "}", count(name, model).body());
  }

  @Test
  void whatTheModelCannotSeeIsRefusedAsItWouldBeWithoutCounting() throws IOException {
    Recorded answer =
        countContent(
            "deepseek",
            "deepseek-chat",
            """
            [{"type": "image", "source":
              {"type": "base64", "media_type": "image/png", "data": "iVBORw0KGgo="}}]\
            """);
    assertEquals(400, answer.status());
    assertTrue(answer.body().contains("capability_rejected: image_block"), answer::body);
  }

  @Test
  void aVeryLongTextIsNotWaitedFor() throws IOException {
    assertEquals(
        "{\"input_tokens\":500007}", count("openai", "gpt-4o", "x ".repeat(1_000_000)).body());
  }
}
