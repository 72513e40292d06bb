package dev.dragoman.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.messages.StopReason;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.messages.Usage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadedCallsTest {
  private final List<StreamEvent> events = new ArrayList<>();
  private final BlockSequencer sequencer =
      new BlockSequencer(
          "msg_1",
          "m",
          new Provenance("chat", "m", "0"),
          Usage.estimated(100, 0),
          new Notes(),
          events::add);
  private final Deltas calls = LoadedCalls.over(request("ToolSearch"), sequencer);

  @Test
  void aCallOfTheInvokerIsTheLoadedToolsOwn() {
    calls.toolCall(0, "a", ToolSet.INVOKER);
    for (String piece : "{\"input\": {\"x\": \"}\"}, \"name\": \"Late\"}".split("(?<=\\G..)")) {
      calls.toolArguments(0, piece);
    }
    assertStory("start 0Late(a) 0:{\"x\": \"}\"} 0. tool_use stop");
  }

  @Test
  void aCallOfAnotherToolPassesAtOnce() {
    calls.toolCall(0, "a", "Bash");
    calls.toolArguments(0, "{}");
    assertStory("start 0Bash(a) 0:{} 0. tool_use stop");
  }

  @Test
  void aCallWithoutInputHasAnEmptyOne() {
    calls.toolCall(0, "a", ToolSet.INVOKER);
    calls.toolArguments(0, "{\"name\":\"Late\"}");
    assertStory("start 0Late(a) 0:{} 0. tool_use stop");
  }

  @Test
  void callsSideBySideKeepTheirOwnNames() {
    calls.toolCall(0, "a", ToolSet.INVOKER);
    calls.toolArguments(0, "{\"name\":\"Late\",\"input\":{}}");
    calls.toolCall(1, "b", ToolSet.INVOKER);
    calls.toolArguments(1, "{\"name\":\"Later\",\"input\":{}}");
    assertStory("start 0Late(a) 0:{} 0. 1Later(b) 1:{} 1. tool_use stop");
  }

  @Test
  void whereNoToolsLoadNothingStandsBetween() {
    assertSame(sequencer, LoadedCalls.over(request("Bash"), sequencer));
  }

  private void assertStory(String story) {
    calls.stop(StopReason.TOOL_USE, null);
    sequencer.finish();
    assertEquals(story, Story.of(events));
  }

  private static MessagesRequest request(String tool) {
    String json =
        "{'model':'m','max_tokens':9,'tools':[{'name':'"
            + tool
            + "','input_schema':{'type':'object'}}],'messages':[{'role':'user','content':'x'}]}";
    return RequestReader.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
