package dev.dragoman.lambda.emulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The emulator must see what a runtime does wrong, or the tests that use it prove nothing. */
class RuntimeApiEmulatorTest {

  private static final String HEAD =
      "Host: x\r\nContent-Type: application/vnd.awslambda.http-integration-response\r\n"
          + "Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n"
          + "Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n\r\n";
  private static final String NULS = "\0".repeat(8);

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  private static String post(RuntimeApiEmulator platform, String id, String rest)
      throws IOException {
    String address = platform.address();
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    try (Socket socket = new Socket("127.0.0.1", port)) {
      String request = "POST /2018-06-01/runtime/invocation/" + id + " HTTP/1.1\r\n" + rest;
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      byte[] status = socket.getInputStream().readNBytes(12);
      return new String(status, StandardCharsets.ISO_8859_1);
    }
  }

  @Test
  void aRightAnswerIsTaken() throws Exception {
    try (RuntimeApiEmulator platform = RuntimeApiEmulator.start()) {
      Invocation invocation = platform.enqueue("");
      String body = chunk("{\"statusCode\":200}" + NULS + "a") + chunk("b") + "0\r\n\r\n";
      assertEquals("HTTP/1.1 202", post(platform, invocation.id() + "/response", HEAD + body));
      assertEquals("ab", invocation.await(Duration.ofSeconds(5)).text());
    }
  }

  @Test
  void everyWrongAnswerIsRefused() throws Exception {
    String fine = "{\"statusCode\":200}" + NULS;
    Map<String, String> wrong =
        Map.ofEntries(
            Map.entry("no NULs", HEAD + chunk("{\"statusCode\":200}") + "0\r\n\r\n"),
            Map.entry(
                "seven NULs",
                HEAD + chunk("{\"statusCode\":200}" + "\0".repeat(7) + "a") + "0\r\n\r\n"),
            Map.entry("no status", HEAD + chunk("{\"headers\":{}}" + NULS) + "0\r\n\r\n"),
            Map.entry(
                "a status of text", HEAD + chunk("{\"statusCode\":\"200\"}" + NULS) + "0\r\n\r\n"),
            Map.entry(
                "a header of a number",
                HEAD + chunk("{\"statusCode\":200,\"headers\":{\"a\":1}}" + NULS) + "0\r\n\r\n"),
            Map.entry(
                "another member",
                HEAD + chunk("{\"statusCode\":200,\"body\":\"\"}" + NULS) + "0\r\n\r\n"),
            Map.entry("no JSON", HEAD + chunk("{statusCode:200}" + NULS) + "0\r\n\r\n"),
            Map.entry("no prelude", HEAD + "0\r\n\r\n"),
            Map.entry("a longer chunk", HEAD + "1\r\nab\r\n0\r\n\r\n"),
            Map.entry("a size of no hex", HEAD + "0x1a\r\n"),
            Map.entry("LF alone", HEAD + "1\nab\r\n"),
            Map.entry("another trailer", HEAD + chunk(fine) + "0\r\nX-Other: 1\r\n\r\n"),
            Map.entry(
                "long trailers",
                HEAD
                    + chunk(fine)
                    + "0\r\nLambda-Runtime-Function-Error-Body: "
                    + "a".repeat(5_000)
                    + "\r\n\r\n"),
            Map.entry(
                "no mode",
                HEAD.replace("Lambda-Runtime-Function-Response-Mode: streaming\r\n", "")
                    + chunk(fine)),
            Map.entry("a length too", "Content-Length: 3\r\n" + HEAD + chunk(fine)),
            Map.entry("no host", HEAD.replace("Host: x\r\n", "") + chunk(fine)));
    for (Map.Entry<String, String> entry : wrong.entrySet()) {
      RuntimeApiEmulator platform = RuntimeApiEmulator.start();
      String status = post(platform, platform.enqueue("").id() + "/response", entry.getValue());
      assertEquals("HTTP/1.1 400", status, entry.getKey());
      assertEquals(1, platform.violations().size(), entry.getKey());
      assertThrows(AssertionError.class, platform::close, entry.getKey());
    }
  }

  @Test
  void aSecondAnswerIsRefused() throws Exception {
    RuntimeApiEmulator platform = RuntimeApiEmulator.start();
    Invocation invocation = platform.enqueue("");
    String error =
        "Host: x\r\nLambda-Runtime-Function-Error-Type: T\r\nContent-Length: 51\r\n\r\n"
            + "{\"errorType\":\"T\",\"errorMessage\":\"\",\"stackTrace\":[]}";
    String whole = "Host: x\r\nContent-Length: 2\r\n\r\n{}";
    assertEquals("HTTP/1.1 202", post(platform, invocation.id() + "/response", whole));
    assertEquals("HTTP/1.1 400", post(platform, invocation.id() + "/error", error));
    assertTrue(platform.violations().getFirst().contains("answered twice"));
    assertEquals("HTTP/1.1 400", post(platform, "unknown/response", whole));
    assertEquals("HTTP/1.1 202", post(platform, platform.enqueue("").id() + "/error", error));
    platform.forgive();
    platform.close();
  }
}
