package dev.dragoman.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.RequestReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ConversationTest {
  private static final String CALLS_A_B =
      "{'role':'assistant','content':[" + call("a") + "," + call("b") + "]}";

  @Test
  void messagesOfTheAssistantInARowAreOneTurn() {
    assertEquals(
        "user(messages.0.content.0) assistant(messages.1.content.0 messages.2.content.0)",
        turns(
            user(text("x"))
                + ",{'role':'assistant','content':'a'},{'role':'assistant','content':'b'}"));
  }

  @Test
  void resultsStandRightBehindTheirCallsInTheCallsOrder() {
    assertEquals(
        "assistant(messages.0.content.0 messages.0.content.1)"
            + " results(a@messages.1.content.2 b@messages.1.content.0)"
            + " user(messages.1.content.1)",
        turns(CALLS_A_B + "," + user(result("b") + "," + text("x") + "," + result("a"))));
  }

  @Test
  void resultsMayComeInSeveralMessagesUpToTheNextTurn() {
    assertEquals(
        "assistant(messages.0.content.0 messages.0.content.1)"
            + " results(a@messages.1.content.0 b@messages.3.content.0)"
            + " instruction(messages.2.content.0)",
        turns(
            CALLS_A_B
                + ","
                + user(result("a"))
                + ",{'role':'system','content':'now'},"
                + user(result("b"))));
  }

  @Test
  void aCallWithoutAResultIsRefused() {
    assertEquals(
        "messages.1: tool_use b has no tool_result in the next message",
        refusal(user(text("x")) + "," + CALLS_A_B + "," + user(result("a"))));
  }

  @Test
  void aResultWithoutACallIsRefused() {
    assertEquals(
        "messages.0.content.0: tool_result for a answers no tool_use in the message before",
        refusal(user(result("a"))));
    assertEquals(
        "messages.1.content.2: tool_result for c answers no tool_use in the message before",
        refusal(CALLS_A_B + "," + user(result("a") + "," + result("b") + "," + result("c"))));
  }

  @Test
  void aSecondResultForACallIsRefused() {
    assertEquals(
        "messages.1.content.1: a second tool_result for a",
        refusal(CALLS_A_B + "," + user(result("a") + "," + result("a"))));
  }

  private static String refusal(String messages) {
    return assertThrows(ApiException.class, () -> turns(messages)).error().message();
  }

  private static String turns(String messages) {
    String json = "{'model':'m','max_tokens':9,'messages':[" + messages + "]}";
    byte[] request = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return Conversation.of(RequestReader.read(request)).stream()
        .map(ConversationTest::word)
        .collect(Collectors.joining(" "));
  }

  private static String word(Conversation.Turn turn) {
    return switch (turn) {
      case Conversation.Turn.Instruction inside -> "instruction" + paths(inside.blocks());
      case Conversation.Turn.Assistant assistant -> "assistant" + paths(assistant.blocks());
      case Conversation.Turn.User user -> "user" + paths(user.blocks());
      case Conversation.Turn.Results results ->
          results.all().stream()
              .map(each -> each.call().id() + "@" + each.path())
              .collect(Collectors.joining(" ", "results(", ")"));
    };
  }

  private static String paths(List<Conversation.Placed> blocks) {
    for (Conversation.Placed each : blocks) {
      assertEquals(false, each.block() instanceof ContentBlock.ToolResult);
    }
    return blocks.stream()
        .map(Conversation.Placed::path)
        .collect(Collectors.joining(" ", "(", ")"));
  }

  private static String user(String content) {
    return "{'role':'user','content':[" + content + "]}";
  }

  private static String text(String text) {
    return "{'type':'text','text':'" + text + "'}";
  }

  private static String call(String id) {
    return "{'type':'tool_use','id':'" + id + "','name':'T','input':{}}";
  }

  private static String result(String id) {
    return "{'type':'tool_result','tool_use_id':'" + id + "','content':'r'}";
  }
}
