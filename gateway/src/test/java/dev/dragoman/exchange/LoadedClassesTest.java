package dev.dragoman.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.dragoman.provider.golden.Golden;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a process loads for one request of one dialect, and what it does not. */
class LoadedClassesTest {
  private static final Pattern LOADED = Pattern.compile("\\] (\\S+) source: ");
  private static final Pattern DIALECT =
      Pattern.compile(
          "dev\\.dragoman\\.provider\\.(chat|responses|gemini|anthropic|converse)\\..*");

  private static final String CLAUDE =
      """
      event: message_start
      data: {"type":"message_start","message":{"id":"msg_0","type":"message","role":"assistant",\
      "model":"c","content":[],"stop_reason":null,"stop_sequence":null,\
      "usage":{"input_tokens":9,"output_tokens":1}}}

      event: content_block_start
      data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

      event: content_block_delta
      data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}

      event: content_block_stop
      data: {"type":"content_block_stop","index":0}

      event: message_delta
      data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},\
      "usage":{"output_tokens":2}}

      event: message_stop
      data: {"type":"message_stop"}

      """;

  @TempDir Path work;
  private final HttpServer provider;

  LoadedClassesTest() throws IOException {
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.start();
  }

  @AfterEach
  void stop() {
    provider.stop(0);
  }

  @ParameterizedTest
  @CsvSource({
    "chat, openai, gpt-4o",
    "responses, openai, responses/gpt-5",
    "gemini, gemini, gemini-2.5-flash",
    "anthropic, anthropic, claude-sonnet-4-5",
    "converse, bedrock, converse/us.amazon.nova-pro-v1:0",
  })
  void aRequestLoadsItsOwnDialectOnly(String dialect, String name, String model) throws Exception {
    Set<String> loaded = loaded(dialect, name, model);
    Set<String> dialects =
        loaded.stream()
            .map(DIALECT::matcher)
            .filter(Matcher::matches)
            .map(matcher -> matcher.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(dialect), dialects);
  }

  @Test
  void whatOnlySomeRequestsNeedIsNotLoadedByOthers() throws Exception {
    Set<String> loaded = loaded("chat", "openai", "gpt-4o");
    for (String other :
        List.of(
            "com.knuddels.",
            "com.google.",
            "org.yaml.",
            "software.amazon.",
            "org.slf4j.",
            "dev.dragoman.doctor.",
            "dev.dragoman.search.",
            "dev.dragoman.config.")) {
      assertTrue(loaded.stream().noneMatch(each -> each.startsWith(other)), other);
    }
    // The doors to these rooms are named where requests are authorized; nothing behind them is.
    assertEquals(
        Set.of("google.GoogleTokens", "azure.EntraTokens", "aws.AwsSigner"),
        loaded.stream()
            .filter(each -> each.matches("dev\\.dragoman\\.credential\\.[a-z]+\\..*"))
            .map(each -> each.substring("dev.dragoman.credential.".length()))
            .collect(Collectors.toSet()));
    long own =
        loaded.stream()
            .filter(each -> each.startsWith("dev.dragoman.") && !each.contains("$$"))
            .count();
    System.out.println(
        "a chat request loads " + loaded.size() + " classes, " + own + " of them the gateway's");
    assertTrue(own < 360, own + " classes of the gateway's");
  }

  private Set<String> loaded(String dialect, String name, String model) throws Exception {
    answer(dialect);
    Path log = work.resolve("classes.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                OneRequest.class.getName(),
                name,
                model,
                "http://127.0.0.1:" + provider.getAddress().getPort())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertTrue(said.contains("event: message_stop"), said);
    try (var lines = Files.lines(log)) {
      return lines
          .map(LOADED::matcher)
          .filter(Matcher::find)
          .map(matcher -> matcher.group(1))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private void answer(String dialect) throws Exception {
    boolean whole = dialect.equals("converse");
    byte[] body;
    if (dialect.equals("anthropic")) {
      body = CLAUDE.getBytes(UTF_8);
    } else {
      String end = whole ? "-whole-answer" : "-text";
      Golden golden =
          Golden.all(dialect).stream()
              .filter(each -> each.toString().endsWith(end))
              .findFirst()
              .orElseThrow();
      body = Files.readAllBytes(golden.folder().resolve(whole ? "answer.json" : "answer.sse"));
    }
    provider.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange
              .getResponseHeaders()
              .set("content-type", whole ? "application/json" : "text/event-stream");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }
}
