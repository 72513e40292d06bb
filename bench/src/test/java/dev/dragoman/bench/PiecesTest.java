package dev.dragoman.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

class PiecesTest {
  @Test
  void aPercentileIsTheSmallestValueThatSuchAShareDoesNotExceed() {
    double[] hundred = IntStream.rangeClosed(1, 100).mapToDouble(i -> 101 - i).toArray();
    assertEquals(50, Figures.percentile(hundred, 0.5));
    assertEquals(99, Figures.percentile(hundred, 0.99));
    assertEquals(100, Figures.percentile(hundred, 1));
    assertEquals(7, Figures.percentile(new double[] {7}, 0.99));
    assertTrue(Double.isNaN(Figures.percentile(new double[0], 0.5)));
  }

  @Test
  void aMedianLeavesOutWhatIsNotKnown() {
    assertEquals(2, Figures.median(List.of(3.0, 1.0, 2.0)));
    assertEquals(1.5, Figures.median(List.of(2.0, Double.NaN, 1.0)));
    assertEquals("unknown", Figures.show(Figures.median(List.of(Double.NaN)), 2));
  }

  @ParameterizedTest
  @EnumSource
  void theSessionIsLongAndValidJsonInEitherForm(Form form) {
    byte[] body = RequestBody.of(form, Shape.SESSION, "gpt-4o", true);
    assertTrue(body.length > 140_000 && body.length < 200_000, () -> body.length + " bytes");
    var json = new JsonMapper().readTree(body);
    assertEquals(24, json.get("tools").size());
    assertEquals(form == Form.CHAT ? 82 : 81, json.get("messages").size());
    assertTrue(json.get("stream").booleanValue());
    assertTrue(StreamFlag.isSet(body));
  }

  @ParameterizedTest
  @EnumSource
  void theOpeningIsAsLongAsClaudeCodesInEitherForm(Form form) {
    byte[] body = RequestBody.of(form, Shape.OPENING, "gpt-4o", true);
    assertTrue(body.length > 46_000 && body.length < 52_000, () -> body.length + " bytes");
    var json = new JsonMapper().readTree(body);
    assertEquals(14, json.get("tools").size());
    assertEquals(form == Form.CHAT ? 2 : 1, json.get("messages").size());
  }

  @Test
  void everyEventOfTheScriptIsValidJson() {
    var script = new Script(3, 0, 0, "a \"model\"");
    for (Encoded answer : List.of(script.chat(), script.responses())) {
      String all = new String(answer.whole(), US_ASCII);
      for (byte[] write : answer.streamed()) {
        all += "\n" + new String(write, US_ASCII);
      }
      List<String> json =
          all.lines()
              .map(line -> line.replaceFirst("^data: ", ""))
              .filter(line -> line.startsWith("{"))
              .toList();
      assertTrue(json.size() >= 6, all);
      json.forEach(line -> new JsonMapper().readTree(line));
    }
  }

  @Test
  void ourJsonIsReadByOthersAndBack() {
    String odd = "\"\\\n\r\t\b\f\u0001 é 漢 \uD83D\uDE00";
    String line = Json.write(List.of(odd, 1, 2.5, true, Double.NaN));
    assertEquals(odd, new JsonMapper().readTree(line).get(0).stringValue());
    var back = Json.readObject("{\"a\" : " + line + ", \"b\":{}, \"c\": [] }");
    assertEquals(odd, ((List<?>) Objects.requireNonNull(back.get("a"))).getFirst());
    assertNull(((List<?>) Objects.requireNonNull(back.get("a"))).getLast());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{\"stream\":true} | true",
        "{ \"a\" : [ {\"stream\":true} ] , \"stream\" : true } | true",
        "{\"stream\":false} | false",
        "{\"a\":{\"stream\":true}} | false",
        "{\"a\":\"stream\",\"b\":\"\\\\\",\"stream\":true} | true",
        "{\"a\":\"\\\"stream\\\":true\"} | false",
        "{\"stream | false",
        "{} | false",
      })
  void onlyTheOutermostStreamFlagCounts(String json, boolean stream) {
    assertEquals(stream, StreamFlag.isSet(json.getBytes(US_ASCII)));
  }

  @Test
  void aMessageIsReadTheSameHoweverItsBytesArrive() throws IOException {
    String wire =
        """
        HTTP/1.1 100 Continue

        HTTP/1.1 200 OK
        Transfer-Encoding: chunked

        3;x=y
        abc
        0B
        lorem ipsum
        0
        t: r

        HTTP/1.1 404 No
        Content-Length: 2
        Connection: close

        no\
        """
            .replace("\n", "\r\n");
    for (int step : List.of(1, 2, 7, 1000)) {
      var in = new HttpInput(inSteps(wire, step));
      assertEquals(200, Objects.requireNonNull(in.response()).status());
      assertEquals("abclorem ipsum", new String(in.readAll(), US_ASCII));
      var second = Objects.requireNonNull(in.response());
      assertEquals(404, second.status());
      assertTrue(second.close());
      assertEquals("no", new String(in.readAll(), US_ASCII));
      assertNull(in.response());
    }
  }

  @Test
  void aMessageThatStopsAnywhereInsideIsAFault() throws IOException {
    String wire = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    for (int cut = 1; cut < wire.length(); cut++) {
      var in = new HttpInput(inSteps(wire.substring(0, cut), 1000));
      assertThrows(
          EOFException.class,
          () -> {
            Objects.requireNonNull(in.response());
            in.readAll();
          },
          () -> "cut to " + wire);
    }
  }

  @Test
  void usageIsKnownOnLinuxAndUnknownElsewhere() throws IOException {
    long self = ProcessHandle.current().pid();
    ProcessUsage elsewhere = ProcessUsage.of(self, Path.of("no-such-folder"));
    assertEquals(ProcessUsage.UNKNOWN, elsewhere);
    if (Path.of("/proc/self/stat").toFile().exists()) {
      ProcessUsage here = ProcessUsage.of(self);
      assertTrue(here.cpuMillis() > 0 && here.residentMb() > 1, here::toString);
    }
  }

  @Test
  void cpuThatIsTooLittleToTellIsUnknownNotNothing() {
    var before = new ProcessUsage(100, 1);
    assertTrue(Double.isNaN(ProcessUsage.cpuPerRequest(before, before, 10)));
    assertEquals(2, ProcessUsage.cpuPerRequest(before, new ProcessUsage(120, 1), 10));
    assertTrue(Double.isNaN(ProcessUsage.cpuPerRequest(before, ProcessUsage.UNKNOWN, 10)));
  }

  @Test
  void optionsTakeOneDashOrTwo() {
    var options =
        Options.parse(List.of("-n", "3", "--c=4", "--json"), Set.of("n", "c"), Set.of("json"));
    assertEquals(3, options.whole("n", 1, 0));
    assertEquals(4, options.whole("c", 1, 0));
    assertTrue(options.flag("json"));
    assertFalse(options.flag("other"));
    assertThrows(UsageException.class, () -> options.whole("n", 5, 0));
    assertThrows(UsageException.class, () -> Options.parse(List.of("--z"), Set.of(), Set.of()));
    assertThrows(UsageException.class, () -> Options.parse(List.of("-n"), Set.of("n"), Set.of()));
  }

  private static InputStream inSteps(String text, int step) {
    return new ByteArrayInputStream(text.getBytes(US_ASCII)) {
      @Override
      public int read(byte[] into, int offset, int most) {
        return super.read(into, offset, Math.min(most, step));
      }
    };
  }
}
