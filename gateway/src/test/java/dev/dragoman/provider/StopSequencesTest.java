package dev.dragoman.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.dragoman.messages.StopReason;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.golden.Translation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopSequencesTest {
  private final List<StreamEvent> events = new ArrayList<>();
  private final BlockSequencer told =
      new BlockSequencer(
          "msg_1",
          "m",
          new Provenance("responses", "gpt-5", "0"),
          Usage.estimated(1, 0),
          new Notes(),
          events::add);

  @Test
  void theAnswerEndsWhereTheFirstSequenceBeginsHoweverItsPiecesCome() {
    assertEquals("one |END", said("one END two ENOUGH"));
    assertEquals("one |END", said("one E", "N", "D two"));
    assertEquals("|ENOUGH", said("ENO", "UGH", "END"));
    assertEquals("one EN two ENENOUG", said("one EN two EN", "ENOUG"));
    assertEquals("one EN|END", said("one ENE", "ND"));
    assertEquals("", said());
  }

  @Test
  void nothingBehindItIsSaidButWhatWasUsed() {
    Deltas out = StopSequences.over(List.of("END"), told);
    out.text("one END");
    out.toolCall(0, "id", "Bash");
    out.toolArguments(0, "{}");
    out.thinking("hm");
    out.text("two");
    out.usage(Usage.reported(7, 8));
    out.stop(StopReason.END_TURN, null);
    told.finish();
    assertEquals("one |END", read());
    assertEquals(8L, told.usage().output());
  }

  @Test
  void whatWaitsIsSaidBeforeWhatIsNoText() {
    Deltas out = StopSequences.over(List.of("END"), told);
    out.text("one EN");
    out.toolCall(0, "id", "Bash");
    out.toolArguments(0, "{}");
    out.text("D");
    out.stop(StopReason.END_TURN, null);
    told.finish();
    assertEquals("one END", read());
  }

  @Test
  void withoutSequencesNothingStandsBetween() {
    assertSame(told, StopSequences.over(List.of(), told));
    assertSame(told, StopSequences.over(List.of(""), told));
  }

  /** What is said of these pieces, and behind a bar the sequence that ended them. */
  private static String said(String... pieces) {
    StopSequencesTest fresh = new StopSequencesTest();
    Deltas out = StopSequences.over(List.of("END", "ENOUGH"), fresh.told);
    for (String piece : pieces) {
      out.text(piece);
    }
    out.stop(StopReason.END_TURN, null);
    fresh.told.finish();
    return fresh.read();
  }

  private String read() {
    StringBuilder read = new StringBuilder();
    for (StreamEvent event : events) {
      String json = Translation.json(event);
      int text = json.indexOf("\"text_delta\",\"text\":\"");
      if (text >= 0) {
        read.append(json, text + 21, json.indexOf('"', text + 21));
      }
      int sequence = json.indexOf("\"stop_reason\":\"stop_sequence\",\"stop_sequence\":\"");
      if (sequence >= 0) {
        read.append('|').append(json, sequence + 47, json.indexOf('"', sequence + 47));
      }
    }
    return read.toString();
  }
}
