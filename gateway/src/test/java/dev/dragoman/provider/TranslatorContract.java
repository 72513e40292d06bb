package dev.dragoman.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.messages.StopReason;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.messages.Usage;
import dev.dragoman.wire.SseReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every translator of server-sent events must do, whatever its provider's dialect. */
public abstract class TranslatorContract {
  /** A fresh translator. */
  protected abstract Translator translator();

  /** The text "Hello there", ended well, with 10 input and 5 output tokens. */
  protected abstract String text();

  /**
   * A call of {@code A} with {@code {"x":1}} and one of {@code B} with {@code {"y":2}}, piece by
   * piece in turns as far as the dialect allows, ended well.
   */
  protected abstract String twoCalls();

  /** A call of {@code A} with no input at all, ended well. */
  protected abstract String callWithoutInput();

  /** The same as {@link #text()} without usage. */
  protected abstract String textWithoutUsage();

  /** Some text and then an error that says "it broke". */
  protected abstract String errorInTheMiddle();

  /** What {@link #text()} says last that an answer needs to be whole: cut before, it is not. */
  protected abstract String endOfText();

  /** The same of {@link #twoCalls()}. */
  protected abstract String endOfCalls();

  @Test
  void textIsOneBlock() {
    Run run = run(text());
    assertEquals(List.of(new Story.Block("text", "Hello there")), Story.blocks(run.events()));
    assertEquals(StopReason.END_TURN, run.reason());
    assertEquals(Usage.Origin.REPORTED, run.usage().origin());
    assertEquals(10L, run.usage().input());
    assertEquals(5L, run.usage().output());
  }

  @Test
  void callsAreABlockEachInTheOrderTheyCame() {
    Run run = run(twoCalls());
    assertEquals(
        List.of(new Story.Block("A", "{\"x\":1}"), new Story.Block("B", "{\"y\":2}")),
        Story.blocks(run.events()));
    assertEquals(StopReason.TOOL_USE, run.reason());
  }

  @Test
  void aCallWithoutInputHasAnEmptyObject() {
    assertEquals(
        List.of(new Story.Block("A", "{}")), Story.blocks(run(callWithoutInput()).events()));
  }

  @Test
  void usageThatIsAbsentIsEstimated() {
    assertEquals(Usage.Origin.ESTIMATED, run(textWithoutUsage()).usage().origin());
  }

  @Test
  void anErrorInTheMiddleIsAFaultInTheProvidersWords() {
    Run run = run(errorInTheMiddle());
    assertTrue(run.error() != null && run.error().message().contains("it broke"), run::toString);
    assertFalse(run.whole());
  }

  @Test
  void aFrameThatIsNoJsonIsAFault() {
    for (String frame : List.of("{", "nonsense", "[]", "7", "{\"a\":}")) {
      String sse = text();
      int middle = sse.indexOf("\n\n", sse.length() / 3) + 2;
      Run run = run(sse.substring(0, middle) + "data: " + frame + "\n\n" + sse.substring(middle));
      assertTrue(run.error() != null && run.error().type() == ErrorType.API, frame);
      assertFalse(run.whole(), frame);
    }
  }

  @Test
  void anAnswerThatIsCutAnywhereIsAFaultAndNeverAnEnd() {
    assertCutIsAFault(text(), endOfText());
    assertCutIsAFault(twoCalls(), endOfCalls());
  }

  private void assertCutIsAFault(String sse, String end) {
    byte[] bytes = sse.getBytes(StandardCharsets.UTF_8);
    assertTrue(sse.contains(end), "the end is in the stream");
    int whole = sse.indexOf('\n', sse.indexOf(end));
    for (int length = 0; length < bytes.length; length++) {
      Run run = run(Arrays.copyOf(bytes, length));
      int cut = length;
      if (length < whole) {
        assertFalse(run.whole(), () -> "ended though cut at " + cut);
        assertTrue(run.error() != null, () -> "no fault though cut at " + cut);
      } else {
        assertEquals(
            run.error() == null, run.whole(), () -> "neither fault nor end, cut at " + cut);
      }
    }
    assertTrue(run(bytes).whole());
  }

  private record Run(List<StreamEvent> events, Usage usage, @Nullable ApiError error) {
    boolean whole() {
      return events.stream().anyMatch(StreamEvent.MessageStop.class::isInstance);
    }

    StopReason reason() {
      return ((StreamEvent.MessageDelta) events.get(events.size() - 2)).stopReason();
    }
  }

  private Run run(String sse) {
    return run(sse.getBytes(StandardCharsets.UTF_8));
  }

  private Run run(byte[] sse) {
    List<StreamEvent> events = new ArrayList<>();
    BlockSequencer out =
        new BlockSequencer(
            "msg_1",
            "m",
            new Provenance("chat", "m", "0"),
            Usage.estimated(1, 0),
            new Notes(),
            event -> events.add(PassedEvents.typed(event)));
    Translator translator = translator();
    try {
      SseReader reader = new SseReader(1 << 20, frame -> translator.accept(frame, out));
      reader.feed(sse, 0, sse.length);
      reader.end();
      translator.end(out);
      out.finish();
      return new Run(events, out.usage(), null);
    } catch (ApiException e) {
      return new Run(events, out.usage(), e.error());
    }
  }
}
