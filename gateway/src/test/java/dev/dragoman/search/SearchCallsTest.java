package dev.dragoman.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.MessageFold;
import dev.dragoman.messages.StopReason;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.BlockSequencer;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.Provenance;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Calls of the search among others, in whatever pieces and order they arrive. */
class SearchCallsTest {
  private final MessageFold fold = new MessageFold();
  private final BlockSequencer out =
      new BlockSequencer(
          "msg_1", "m", new Provenance("chat", "m", "a"), Usage.MISSING, new Notes(), fold);
  private final SearchCalls calls = new SearchCalls(out, new Citations(), i -> "srvtoolu_" + i);

  private List<ContentBlock> ended() {
    calls.stop(StopReason.TOOL_USE, null);
    out.stop(StopReason.TOOL_USE, null);
    out.finish();
    return fold.content();
  }

  private static List<String> types(List<ContentBlock> blocks) {
    return blocks.stream().map(ContentBlock::type).toList();
  }

  @Test
  void aCallInPiecesIsOneSearch() {
    calls.toolCall(0, "call_1", "web_search");
    calls.toolArguments(0, "{\"que");
    calls.toolCall(0, null, null);
    calls.toolArguments(0, "ry\":\"a\"}");
    calls.toolArguments(0, " ");
    assertEquals(List.of("server_tool_use"), types(ended()));
    assertEquals(List.of(new SearchCalls.Asked("srvtoolu_0", "a")), calls.asked());
    assertFalse(calls.callsOthers());
  }

  @Test
  void aNameThatIsRepeatedIsNoOtherCallAndAnotherIdIs() {
    calls.toolCall(0, "call_1", "web_search");
    calls.toolArguments(0, "{\"query\":");
    calls.toolCall(0, "call_1", "web_search");
    calls.toolArguments(0, "\"a\"}");
    calls.toolCall(0, "call_2", "web_search");
    calls.toolArguments(0, "{\"query\":\"b\"}");
    ended();
    assertEquals(List.of("a", "b"), calls.asked().stream().map(SearchCalls.Asked::query).toList());
  }

  @Test
  void interleavedCallsAreKeptApart() {
    calls.toolCall(0, "call_1", "web_search");
    calls.toolCall(1, "call_2", "look");
    calls.toolArguments(0, "{\"query\":");
    calls.toolArguments(1, "{\"at\":");
    calls.toolArguments(0, "\"a\"}");
    calls.toolArguments(1, "1}");
    List<ContentBlock> blocks = ended();
    assertEquals(List.of("tool_use", "server_tool_use"), types(blocks));
    assertEquals("{\"at\":1}", ((ContentBlock.ToolUse) blocks.getFirst()).input().toString());
    assertTrue(calls.callsOthers());
  }

  @Test
  void aNameThatComesLateIsWaitedFor() {
    calls.toolCall(0, "call_1", null);
    calls.toolCall(0, null, "web_search");
    calls.toolArguments(0, "{\"query\":\"a\"}");
    calls.toolCall(1, "call_2", "");
    calls.toolCall(1, null, "look");
    calls.toolArguments(1, "{}");
    List<ContentBlock> blocks = ended();
    assertEquals(List.of("server_tool_use", "tool_use"), types(blocks));
    assertEquals("call_2", ((ContentBlock.ToolUse) blocks.get(1)).id());
  }

  @Test
  void aCallThatIsNeverNamedIsTheProvidersFault() {
    calls.text("x");
    calls.toolCall(0, "call_1", null);
    assertThrows(ApiException.class, this::ended);
  }

  @Test
  void inputThatBreaksOffIsASearchWithoutAQuery() {
    calls.toolCall(0, "call_1", "web_search");
    calls.toolArguments(0, "{\"query\":\"a");
    List<ContentBlock> blocks = ended();
    assertEquals("{}", ((ContentBlock.ServerToolUse) blocks.getFirst()).input().toString());
    assertEquals(List.of(new SearchCalls.Asked("srvtoolu_0", null)), calls.asked());
  }
}
