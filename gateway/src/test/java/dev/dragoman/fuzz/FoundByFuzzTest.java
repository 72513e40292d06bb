package dev.dragoman.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.config.ConfigFaults;
import dev.dragoman.config.ConfigReader;
import dev.dragoman.json.Json;
import dev.dragoman.json.Unicode;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.BlockSequencer;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.Provider;
import dev.dragoman.provider.Translator;
import dev.dragoman.provider.catalogue.Providers;
import dev.dragoman.wire.Frame;
import dev.dragoman.wire.SseReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;

/** What {@link FuzzTest} found, in the least that shows it. */
class FoundByFuzzTest {
  private static final String START =
      "{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"usage\":{\"input_tokens\":1}}}";

  private static final String BLOCK =
      "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\"}}";

  private static final String REQUEST =
      "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

  @Test
  void anEventOfVeryManyLinesIsReadInTimeThatGrowsWithThem() {
    byte[] lines = "data\n".repeat(100_000).getBytes(UTF_8);
    assertTrue(
        Bounds.hold(
            lines.length,
            () -> {
              new SseReader(1 << 24, frame -> {}).feed(lines, 0, lines.length);
              return true;
            }));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        START,
        "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\"}}",
        "{\"type\":\"content_block_stop\",\"index\":7}",
        "{\"type\":\"content_block_start\",\"index\":\"0\",\"content_block\":{}}",
        "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":7}",
        "{\"type\":\"ping\\nevent: x\"}",
        "{\"type\":\"bytes\"}",
        "{\"type\":\"message\",\"content\":[7]}"
      })
  void anEventThatCannotComeWhereItCameIsAFault(String event) {
    assertThrows(ApiException.class, () -> passed(START, event));
  }

  @Test
  void aBlockThatStartsTwiceIsAFault() {
    assertThrows(ApiException.class, () -> passed(START, BLOCK, BLOCK));
  }

  @Test
  void aMessageWithoutFieldsIsGivenItsUsageAsJson() {
    String start = passed("{\"type\":\"message_start\",\"message\":{}}").getFirst();
    try (JsonParser in = Json.parser(start.getBytes(UTF_8))) {
      in.nextToken();
      in.skipChildren();
    }
    assertTrue(start.contains("\"input_tokens\":0"), start);
  }

  @Test
  void anEventInSeveralLinesIsPassedOnInOne() {
    assertEquals("{\"type\": \"ping\"}", passed(START, "{\"type\":\n\"ping\"}").getLast());
  }

  @Test
  void aCountThatIsNegativeIsNone() {
    Provider.Counting counting =
        new Providers(new ModelCatalogue()).of(claude()).counting(claude());
    assertTrue(counting != null);
    assertThrows(ApiException.class, () -> counting.read("{\"input_tokens\":-1}".getBytes(UTF_8)));
  }

  @Test
  void messagesThatStandTwiceAreRefusedWhereTheyWouldBeEdited() {
    String thought =
        "{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":\"\","
            + "\"signature\":\"\"},{\"type\":\"text\",\"text\":\"a\"}]}";
    String user = "{\"role\":\"user\",\"content\":\"b\"}";
    String body = REQUEST + ",\"messages\":[" + user + "," + thought + "," + user + "]}";
    Provider provider = new Providers(new ModelCatalogue()).of(claude());
    ApiException fault =
        assertThrows(
            ApiException.class,
            () -> provider.encode(RequestReader.read(body.getBytes(UTF_8)), claude()));
    assertEquals("messages: is there twice", fault.error().message());
  }

  @Test
  void aRequestThatIsNotUtf8IsRefusedWhereverItIsNot() {
    byte[] body = (REQUEST + ",\"x\":[\"\0\0\0\"]}").getBytes(UTF_8);
    int at = body.length - 6;
    body[at] = (byte) 0xED;
    body[at + 1] = (byte) 0xA0;
    body[at + 2] = (byte) 0x80;
    assertEquals(at, Unicode.malformed(body));
    assertEquals(
        "the request body is not UTF-8 at byte " + at,
        assertThrows(ApiException.class, () -> RequestReader.read(body)).error().message());
  }

  @Test
  void anEscapeWithoutDigitsIsAFaultOfTheConfiguration() {
    assertThrows(
        ConfigFaults.class, () -> new ConfigReader(Set.of(), name -> null).read("a: \"\\u\""));
  }

  private static Deployment claude() {
    return Deployment.of("m", "anthropic", "claude-opus-4-8");
  }

  /** The data of the events that a client is passed of these. */
  private static List<String> passed(String... events) {
    List<String> data = new ArrayList<>();
    Provider provider = new Providers(new ModelCatalogue()).of(claude());
    Translator translator =
        provider.translator(RequestReader.read((REQUEST + "}").getBytes(UTF_8)), claude());
    BlockSequencer out =
        new BlockSequencer(
            "msg_1",
            "m",
            provider.provenance(claude()),
            Usage.estimated(1, 0),
            new Notes(),
            event -> data.add(((StreamEvent.Passed) event).data().toString()));
    for (String event : events) {
      translator.accept(Frame.of(event.getBytes(UTF_8)), out);
    }
    return data;
  }
}
