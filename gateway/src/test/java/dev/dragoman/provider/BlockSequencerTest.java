package dev.dragoman.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.messages.StopReason;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.messages.Usage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BlockSequencerTest {
  private static final Provenance PROVENANCE = new Provenance("chat", "m", "0");

  private final List<StreamEvent> events = new ArrayList<>();
  private final Notes notes = new Notes();
  private final BlockSequencer sequencer = sequencer(events, notes);

  private static BlockSequencer sequencer(List<StreamEvent> events, Notes notes) {
    return new BlockSequencer(
        "msg_1", "m", PROVENANCE, Usage.estimated(100, 0), notes, events::add);
  }

  @Test
  void nothingGoesOutBeforeSomethingArrives() {
    sequencer.text("");
    sequencer.thinking("");
    assertEquals(false, sequencer.begun());
    assertEquals(List.of(), events);
  }

  @Test
  void whatArrivesForTheOpenBlockGoesOutAtOnce() {
    sequencer.text("a");
    assertEquals("start 0text 0:a", story());
    sequencer.text("b");
    assertEquals("start 0text 0:a 0:b", story());
  }

  @Test
  void anEmptyAnswerIsStillAnAnswer() {
    end(StopReason.END_TURN);
    assertEquals("start end_turn stop", story());
  }

  @Test
  void thinkingTextAndACallAreBlocksInTurn() {
    sequencer.thinking("t");
    sequencer.text("x");
    call(0, "a", "A", "{}");
    end(StopReason.TOOL_USE);
    assertEquals(
        "start 0thinking 0:t 0~" + signed("") + " 0. 1text 1:x 1. 2A(a) 2:{} 2. tool_use stop",
        story());
  }

  @Test
  void eachSignatureIsWrappedAndClosesItsThinking() {
    sequencer.thinking("t");
    sequencer.signature("s1");
    sequencer.signature("s2");
    sequencer.thinking("u");
    sequencer.signature("s3");
    sequencer.text("x");
    end(StopReason.END_TURN);
    assertEquals(
        "start 0thinking 0:t 0~%s 0. 1thinking 1~%s 1. 2thinking 2:u 2~%s 2. 3text 3:x 3."
                .formatted(signed("s1"), signed("s2"), signed("s3"))
            + " end_turn stop",
        story());
  }

  @Test
  void aWrappedSignatureCanBeUnwrappedByItsOwnProvenanceOnly() {
    assertEquals("s", PROVENANCE.unwrap(signed("s")));
    assertEquals(null, new Provenance("chat", "other", "0").unwrap(signed("s")));
  }

  @Test
  void thinkingThatNobodySignedIsSignedWhenItCloses() {
    sequencer.thinking("t");
    assertEquals("start 0thinking 0:t", story());
    sequencer.text("x");
    assertEquals("start 0thinking 0:t 0~" + signed("") + " 0. 1text 1:x", story());
    sequencer.thinking("u");
    end(StopReason.END_TURN);
    assertEquals(
        "start 0thinking 0:t 0~%s 0. 1text 1:x 1. 2thinking 2:u 2~%s 2. end_turn stop"
            .formatted(signed(""), signed("")),
        story());
  }

  @Test
  void aSignatureWithoutThinkingIsABlockBeforeWhatItCameWith() {
    sequencer.signature("s");
    sequencer.text("x");
    end(StopReason.END_TURN);
    assertEquals("start 0thinking 0~" + signed("s") + " 0. 1text 1:x 1. end_turn stop", story());
  }

  @Test
  void aSignatureBehindTextMakesABlockOfItsOwn() {
    sequencer.text("x");
    sequencer.signature("s");
    call(0, "a", "A", "{}");
    end(StopReason.TOOL_USE);
    assertEquals(
        "start 0text 0:x 0. 1thinking 1~" + signed("s") + " 1. 2A(a) 2:{} 2. tool_use stop",
        story());
  }

  @Test
  void aBlockThatCameWholeStandsWhereItCame() {
    sequencer.text("a");
    sequencer.block(new ContentBlock.RedactedThinking("hidden"));
    assertEquals("start 0text 0:a 0. 1redacted_thinking 1.", story());
    sequencer.text("b");
    end(StopReason.END_TURN);
    assertEquals("start 0text 0:a 0. 1redacted_thinking 1. 2text 2:b 2. end_turn stop", story());
  }

  @Test
  void aServersCallComesWithItsInputInADelta() {
    RawJson input = RawJson.of("{\"query\":\"camels\"}");
    sequencer.block(new ContentBlock.ServerToolUse("srvtoolu_1", "web_search", input));
    assertEquals("start 0server_tool_use 0:{\"query\":\"camels\"} 0.", story());
    assertEquals(
        new StreamEvent.BlockStart(
            0, new ContentBlock.ServerToolUse("srvtoolu_1", "web_search", RawJson.of("{}"))),
        events.get(1));
    end(StopReason.END_TURN);
    assertEquals("start 0server_tool_use 0:{\"query\":\"camels\"} 0. end_turn stop", story());
  }

  @Test
  void aWholeBlockWaitsForTheCallBeforeIt() {
    call(0, "a", "A", "{\"x\"");
    sequencer.block(new ContentBlock.RedactedThinking("hidden"));
    assertEquals("start 0A(a) 0:{\"x\"", story());
    more(0, ":1}");
    end(StopReason.TOOL_USE);
    assertEquals("start 0A(a) 0:{\"x\" 0::1} 0. 1redacted_thinking 1. tool_use stop", story());
  }

  @Test
  void citationsBelongToTheTextBeforeThemAndEndIt() {
    sequencer.text("a");
    sequencer.citation(RawJson.of("{\"n\":1}"));
    sequencer.citation(RawJson.of("{\"n\":2}"));
    sequencer.text("b");
    end(StopReason.END_TURN);
    assertEquals("start 0text 0:a 0:{\"n\":1} 0:{\"n\":2} 0. 1text 1:b 1. end_turn stop", story());
  }

  @Test
  void aCitationOfNothingIsNoted() {
    sequencer.citation(RawJson.of("{}"));
    sequencer.thinking("t");
    sequencer.citation(RawJson.of("{}"));
    end(StopReason.END_TURN);
    assertEquals("start 0thinking 0:t 0~" + signed("") + " 0. end_turn stop", story());
    assertEquals(List.of("citations", "usage"), noted());
  }

  @Test
  void eventsThatArePassedOnAreAllThatGoesOut() {
    StreamEvent.Passed first = new StreamEvent.Passed("message_start", RawJson.of("{\"a\": 1}"));
    StreamEvent.Passed last = new StreamEvent.Passed("message_stop", RawJson.of("{}"));
    sequencer.pass(first);
    assertEquals(true, sequencer.begun());
    sequencer.pass(last);
    sequencer.usage(Usage.reported(1, 2));
    end(StopReason.END_TURN);
    assertEquals(List.of(first, last), events);
    assertEquals(Usage.reported(1, 2), sequencer.usage());
    assertEquals(List.of(), noted());
  }

  @Test
  void eventsThatArePassedOnWithoutAReasonAreAFault() {
    sequencer.pass(new StreamEvent.Passed("message_start", RawJson.of("{}")));
    assertFault("ended its answer without saying why", sequencer::finish);
  }

  @Test
  void callsThatTakeTurnsPieceByPieceComeOutOneAfterTheOther() {
    sequencer.toolCall(0, "a", "A");
    sequencer.toolCall(1, "b", "B");
    sequencer.toolArguments(0, "{\"x\"");
    sequencer.toolArguments(1, "{\"y\"");
    assertEquals("start 0A(a) 0:{\"x\"", story());
    sequencer.toolArguments(0, ":1}");
    assertEquals("start 0A(a) 0:{\"x\" 0::1} 0. 1B(b) 1:{\"y\"", story());
    sequencer.toolArguments(1, ":2}");
    end(StopReason.TOOL_USE);
    assertEquals("start 0A(a) 0:{\"x\" 0::1} 0. 1B(b) 1:{\"y\" 1::2} 1. tool_use stop", story());
  }

  @Test
  void aSecondCallStreamsOnceTheFirstIsWhole() {
    call(0, "a", "A", "{}");
    call(1, "b", "B", "{\"x\"");
    assertEquals("start 0A(a) 0:{} 0. 1B(b) 1:{\"x\"", story());
  }

  @Test
  void aNameAndAnIdThatAreRepeatedAreOneCall() {
    call(0, "a", "A", "{\"x\"");
    call(0, "a", "A", ":");
    call(0, "a", "A", "1}");
    call(0, "a", "A", "");
    end(StopReason.TOOL_USE);
    assertEquals("start 0A(a) 0:{\"x\" 0:: 0:1} 0. tool_use stop", story());
  }

  @Test
  void anIdThatComesLateLeavesTheOneThatWasMade() {
    sequencer.toolCall(0, null, "A");
    sequencer.toolCall(0, "late", null);
    sequencer.toolArguments(0, "{}");
    end(StopReason.TOOL_USE);
    assertEquals("start 0A(toolu_1_1) 0:{} 0. tool_use stop", story());
  }

  @Test
  void aNameThatComesLateHoldsItsCallBack() {
    sequencer.toolCall(0, "a", null);
    sequencer.toolArguments(0, "{\"x\":");
    assertEquals("", story());
    sequencer.toolCall(0, null, "A");
    sequencer.toolArguments(0, "1}");
    end(StopReason.TOOL_USE);
    assertEquals("start 0A(a) 0:{\"x\": 0:1} 0. tool_use stop", story());
  }

  @Test
  void textBetweenCallsStandsBetweenThem() {
    sequencer.text("one");
    call(0, "a", "A", "{\"x\":");
    sequencer.text("two");
    call(1, "b", "B", "{}");
    sequencer.toolArguments(0, "1}");
    sequencer.text("three");
    end(StopReason.TOOL_USE);
    assertEquals(
        "start 0text 0:one 0. 1A(a) 1:{\"x\": 1:1} 1. 2text 2:two 2. 3B(b) 3:{} 3. 4text 4:three 4."
            + " tool_use stop",
        story());
  }

  @Test
  void aCallWithoutInputGetsExactlyOneEmptyObject() {
    sequencer.toolCall(0, "a", "A");
    sequencer.toolArguments(0, "");
    sequencer.toolCall(1, "b", "B");
    sequencer.toolArguments(1, "{}");
    end(StopReason.TOOL_USE);
    assertEquals("start 0A(a) 0:{} 0. 1B(b) 1:{} 1. tool_use stop", story());
    assertEquals(List.of("usage"), noted());
  }

  @Test
  void anIndexThatComesAgainWithAnotherIdIsAnotherCall() {
    call(0, "a", "A", "{\"x\":1}");
    call(0, "b", "A", "{\"x\":2}");
    end(StopReason.TOOL_USE);
    assertEquals("start 0A(a) 0:{\"x\":1} 0. 1A(b) 1:{\"x\":2} 1. tool_use stop", story());
  }

  @Test
  void anIndexThatComesAgainWithoutAnIdIsAnotherCallWhenItHasInputOfItsOwn() {
    call(0, null, "A", "{\"x\":1}");
    call(0, null, "B", "{\"x\":2}");
    call(0, null, "B", "");
    end(StopReason.TOOL_USE);
    assertEquals(
        "start 0A(toolu_1_1) 0:{\"x\":1} 0. 1B(toolu_1_2) 1:{\"x\":2} 1. tool_use stop", story());
  }

  @Test
  void idsThatAreDoubleAreMadeUnique() {
    call(0, "a", "A", "{}");
    call(1, "a", "B", "{}");
    call(2, "toolu_1_2", "C", "{}");
    end(StopReason.TOOL_USE);
    assertEquals(
        "start 0A(a) 0:{} 0. 1B(toolu_1_2) 1:{} 1. 2C(toolu_1_3) 2:{} 2. tool_use stop", story());
  }

  @Test
  void spaceBehindWholeInputSaysNothing() {
    call(0, "a", "A", "{}");
    call(1, "b", "B", "{}");
    sequencer.toolArguments(0, " \n");
    end(StopReason.TOOL_USE);
    assertEquals("start 0A(a) 0:{} 0. 1B(b) 1:{} 1. tool_use stop", story());
  }

  @Test
  void inputBehindACallThatWasClosedIsAFault() {
    call(0, "a", "A", "{}");
    call(1, "b", "B", "{}");
    assertFault("sent more input for a tool call that was whole", () -> more(0, "{}"));
  }

  @Test
  void brokenInputGoesOutAsItCameAndIsNoted() {
    for (String input : List.of("{\"x\":", "{}}", "{} {}", "nothing")) {
      List<StreamEvent> out = new ArrayList<>();
      Notes said = new Notes();
      BlockSequencer one = sequencer(out, said);
      one.toolCall(0, "a", "A");
      one.toolArguments(0, input);
      one.stop(StopReason.TOOL_USE, null);
      one.finish();
      assertEquals("start 0A(a) 0:" + input + " 0. tool_use stop", Story.of(out));
      assertEquals("tool_use.input", said.list().getFirst().field());
    }
  }

  @Test
  void bracesInStringsDoNotEndTheInput() {
    String input = "{\"a\":\"}\\\"}\\\\\",\"b\":[{}]}";
    sequencer.toolCall(0, "a", "A");
    sequencer.toolCall(1, "b", "B");
    for (int i = 0; i < input.length(); i++) {
      more(0, input.substring(i, i + 1));
    }
    more(1, "{}");
    end(StopReason.TOOL_USE);
    assertEquals(
        List.of(input, "{}"), Story.blocks(events).stream().map(Story.Block::sum).toList());
    assertEquals(List.of("usage"), noted());
  }

  @Test
  void halvesOfACharacterAreJoined() {
    sequencer.text("a\ud83d");
    sequencer.text("\udc2ab");
    sequencer.thinking("\ud83d");
    sequencer.text("\udc2a");
    call(0, "a", "A", "{\"x\":\"\ud83d");
    more(0, "\udc2a\"}");
    end(StopReason.TOOL_USE);
    assertEquals(
        List.of("a🐪b", "\uFFFD" + signed(""), "\uFFFD", "{\"x\":\"🐪\"}"),
        Story.blocks(events).stream().map(Story.Block::sum).toList());
  }

  @Test
  void inputForNoCallIsAFault() {
    assertFault("sent input for a tool call that had not begun", () -> more(3, "{}"));
  }

  @Test
  void aCallWithoutANameIsAFault() {
    sequencer.toolCall(0, "a", null);
    more(0, "{}");
    assertFault("called a tool without a name", () -> end(StopReason.TOOL_USE));
  }

  @Test
  void anEndWithoutAReasonIsAFault() {
    sequencer.text("x");
    assertFault("ended its answer without saying why", sequencer::finish);
    assertEquals("start 0text 0:x", story());
  }

  @Test
  void aReasonThatDoesNotFitTheBlocksIsSetRight() {
    call(0, "a", "A", "{}");
    end(StopReason.END_TURN);
    assertEquals("start 0A(a) 0:{} 0. tool_use stop", story());
    events.clear();
    BlockSequencer text = sequencer(events, notes);
    text.text("x");
    text.stop(StopReason.TOOL_USE, null);
    text.finish();
    assertEquals("start 0text 0:x 0. end_turn stop", story());
  }

  @Test
  void aCallThatTheLimitCutIsOneOfTooManyTokens() {
    call(0, "a", "A", "{\"x\":");
    end(StopReason.MAX_TOKENS);
    assertEquals("start 0A(a) 0:{\"x\": 0. max_tokens stop", story());
  }

  @Test
  void usageThatIsReportedLastCounts() {
    sequencer.text("x");
    sequencer.usage(Usage.reported(1, 1));
    sequencer.usage(Usage.reported(10, 20));
    end(StopReason.END_TURN);
    assertEquals(Usage.reported(10, 20), sequencer.usage());
    assertEquals(
        new StreamEvent.MessageDelta(StopReason.END_TURN, null, Usage.reported(10, 20)),
        events.get(events.size() - 2));
    assertEquals(List.of(), noted());
  }

  @Test
  void usageThatIsMissingIsEstimatedAndNoted() {
    sequencer.text("x".repeat(41));
    end(StopReason.END_TURN);
    assertEquals(Usage.estimated(100, 11), sequencer.usage());
    assertEquals(List.of("usage"), noted());
  }

  /** Whatever arrives in whatever order, the stream keeps to its grammar and loses nothing. */
  @Test
  void anyInterleavingIsAStreamInWhichNothingIsLost() {
    for (int seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      List<StreamEvent> out = new ArrayList<>();
      BlockSequencer one = sequencer(out, new Notes());
      List<String> wanted = play(one, random);
      one.stop(StopReason.END_TURN, null);
      one.finish();
      int round = seed;
      assertEquals(
          wanted,
          Story.blocks(out).stream().map(block -> block.name() + ":" + block.sum()).toList(),
          () -> "seed " + round);
    }
  }

  /** Plays calls, text and thinking in a random order; the blocks that are to come of it. */
  private static List<String> play(BlockSequencer out, Random random) {
    int calls = random.nextInt(5);
    String[] left = new String[calls];
    List<String> kinds = new ArrayList<>();
    List<StringBuilder> sums = new ArrayList<>();
    for (int slot = 0; slot < calls; slot++) {
      left[slot] = input(random);
    }
    int[] places = new int[calls];
    Arrays.fill(places, -1);
    int words = random.nextInt(6);
    while (words > 0 || !String.join("", left).isEmpty()) {
      int turn = random.nextInt(calls + 2);
      if (turn >= calls) {
        if (words-- > 0) {
          String kind = turn == calls ? "text" : "thinking";
          if (kinds.isEmpty() || !kinds.getLast().equals(kind)) {
            kinds.add(kind);
            sums.add(new StringBuilder());
          }
          sums.getLast().append("w").append(words);
          if (kind.equals("text")) {
            out.text("w" + words);
          } else {
            out.thinking("w" + words);
          }
        }
      } else if (!left[turn].isEmpty()) {
        boolean first = places[turn] < 0;
        if (first) {
          places[turn] = kinds.size();
          kinds.add("T" + turn);
          sums.add(new StringBuilder());
        }
        if (first || random.nextInt(3) == 0) {
          out.toolCall(turn, "id" + turn, "T" + turn);
        }
        String rest = left[turn];
        int n = random.nextInt(rest.length() + 1);
        out.toolArguments(turn, rest.substring(0, n));
        sums.get(places[turn]).append(rest, 0, n);
        left[turn] = rest.substring(n);
      }
    }
    List<String> blocks = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      String signature = kinds.get(i).equals("thinking") ? signed("") : "";
      blocks.add(kinds.get(i) + ":" + sums.get(i) + signature);
    }
    return blocks;
  }

  private static String input(Random random) {
    String[] inputs = {
      "{}", "{\"a\":\"{[\\\"}\"}", "{\"a\":[{\"b\":{}},[]],\"c\":\"\\\\\"}", "{ \"🐪\" : 1 }"
    };
    return inputs[random.nextInt(inputs.length)];
  }

  private void call(int slot, @Nullable String id, String name, String input) {
    sequencer.toolCall(slot, id, name);
    sequencer.toolArguments(slot, input);
  }

  private void more(int slot, String input) {
    sequencer.toolArguments(slot, input);
  }

  private void end(StopReason reason) {
    sequencer.stop(reason, null);
    sequencer.finish();
  }

  private static String signed(String signature) {
    return PROVENANCE.wrap(signature);
  }

  private String story() {
    return Story.of(events);
  }

  private List<String> noted() {
    return notes.list().stream().map(Note::field).toList();
  }

  private static void assertFault(String what, Runnable doing) {
    ApiException fault = assertThrows(ApiException.class, doing::run);
    assertEquals(ErrorType.API, fault.error().type());
    assertEquals("the provider " + what, fault.error().message());
  }
}
