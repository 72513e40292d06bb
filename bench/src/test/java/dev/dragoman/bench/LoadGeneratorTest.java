package dev.dragoman.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadGeneratorTest {
  private static final Script FIVE = new Script(5, 0, 0, "gpt-4o");
  private static final String STREAM =
      "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n";

  private static Report run(String url, String... more) throws InterruptedException {
    var args = new ArrayList<>(List.of("--url", url, "--form", "chat", "--chunks", "5"));
    args.addAll(List.of("-n", "6", "-warm", "2", "-c", "2"));
    args.addAll(List.of(more));
    return LoadGenerator.run(Load.of(Options.parse(args, Load.VALUED, Load.FLAGS)));
  }

  private static Report against(String answer, boolean closes, String... more) throws Exception {
    try (var server = new RawServer(answer, closes)) {
      return run(server.url(), more);
    }
  }

  private static String framed(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  @Test
  void wholeAnswersOfTheScriptedUpstreamCount() throws Exception {
    try (var upstream = ScriptedUpstream.start(0, FIVE)) {
      Report report = run(upstream.base() + "/chat/completions", "--shape", "session");
      assertEquals(0, report.failed(), report::line);
      assertTrue(report.ttftP50() > 0 && report.ttftP50() <= report.totalP50(), report::line);
      assertTrue(report.rps() > 0, report::line);
      assertTrue(report.answerBytes() > 6L * 5 * Script.WORD.length(), report::line);
    }
  }

  @Test
  void anAnswerThatIsNotAStreamCountsToo() throws Exception {
    try (var upstream = ScriptedUpstream.start(0, FIVE)) {
      Report report = run(upstream.base() + "/chat/completions", "--no-stream");
      assertEquals(0, report.failed(), report::line);
    }
  }

  @Test
  void theUpstreamAnswersResponsesToo() throws Exception {
    try (var upstream = ScriptedUpstream.start(0, FIVE)) {
      Report whole = run(upstream.base() + "/responses", "--no-stream");
      assertEquals(0, whole.failed(), whole::line);
      Report other = run(upstream.base() + "/embeddings");
      assertTrue(other.reasons().toString().startsWith("{404 "), other::line);
    }
  }

  @Test
  void theDelaysOfTheScriptAreInTheTimes() throws Exception {
    try (var upstream = ScriptedUpstream.start(0, new Script(5, 30, 10, "gpt-4o"))) {
      Report report = run(upstream.base() + "/chat/completions");
      assertEquals(0, report.failed(), report::line);
      assertTrue(report.ttftP50() >= 30, report::line);
      assertTrue(report.totalP50() >= 30 + 4 * 10, report::line);
    }
  }

  @Test
  void aCutAnswerIsAFailureWithItsReason() throws Exception {
    Report report = against(STREAM + framed("data: {\"content\":\"lorem ipsum \"}\n\n"), true);
    assertEquals(6, report.failed());
    assertEquals(
        Map.of("EOFException: the connection closed inside a message after 1 of 5 chunks", 6),
        report.reasons());
    assertTrue(Double.isNaN(report.ttftP50()));
  }

  @Test
  void anAnswerThatEndsInOrderButEarlyIsAFailure() throws Exception {
    String word = "data: {\"content\":\"lorem ipsum \"}\n\n";
    Report unended = against(STREAM + framed(word.repeat(3)) + "0\r\n\r\n", false);
    assertEquals(Map.of("ended without its end mark after 3 of 5 chunks", 6), unended.reasons());
    Report thin = against(STREAM + framed(word + "data: [DONE]\n\n") + "0\r\n\r\n", false);
    assertEquals(Map.of("has 1 of 5 chunks", 6), thin.reasons());
  }

  @Test
  void anErrorEventIsAFailureThatSaysWhatItSays() throws Exception {
    String error = "data: {\"type\":\"error\",\"error\":{\"message\":\"busy\"}}";
    Report report = against(STREAM + framed(error + "\n\n") + "0\r\n\r\n", false);
    assertEquals(Map.of("error event: " + error, 6), report.reasons());
  }

  @Test
  void aRefusalIsAFailureWithItsStatusAndBody() throws Exception {
    String answer = "HTTP/1.1 500 Oh\r\ncontent-length: 4\r\n\r\noops";
    assertEquals(Map.of("500 oops", 6), against(answer, false).reasons());
    assertEquals(Map.of("500 oops", 6), against(answer, true).reasons());
  }

  @Test
  void aServerThatClosesEveryConnectionIsConnectedToAgain() throws Exception {
    String answer =
        STREAM + framed("data: lorem lorem lorem lorem lorem\n\ndata: [DONE]\n\n") + "0\r\n\r\n";
    Report report = against(answer, true);
    assertEquals(0, report.failed(), report::line);
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() throws Exception {
    Report report = against("", false, "-n", "2", "-warm", "0", "--timeout", "1");
    assertEquals(Map.of("no whole answer within 1 s", 2), report.reasons());
  }

  @Test
  void nobodyListeningIsAFailure() throws Exception {
    var server = new RawServer("", true);
    server.close();
    Report report = run(server.url());
    assertEquals(6, report.failed());
    assertTrue(report.reasons().toString().contains("refused"), report::line);
  }

  @Test
  void aReportSurvivesItsJson() throws Exception {
    Report report = against("HTTP/1.1 500 Oh\r\ncontent-length: 4\r\n\r\n\"\\\n\t", false);
    assertEquals(report, Report.of(Json.readObject(Json.write(report.toJson()))));
  }
}
