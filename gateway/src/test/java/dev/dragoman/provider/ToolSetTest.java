package dev.dragoman.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.messages.Tool;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolSetTest {
  private static final String LATE =
      "{'name':'Late','description':'d','input_schema':{'type':'object'},'defer_loading':true}";
  private static final String SEARCH = "{'name':'ToolSearch','input_schema':{'type':'object'}}";
  private static final String LOADS_LATE =
      "{'role':'assistant','content':[{'type':'tool_use','id':'a','name':'ToolSearch','input':{}}]},"
          + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'a',"
          + "'content':[{'type':'tool_reference','tool_name':'Late'}]}]}";
  private static final String NOTHING = "{'role':'user','content':'x'}";

  private final Notes notes = new Notes();

  @Test
  void whereClaudeCodeCanSearchTheInvokerIsDeclaredFromTheFirstRequestOn() {
    assertEquals(List.of(ToolSet.INVOKER, "ToolSearch"), declared(SEARCH, NOTHING, ""));
    assertEquals(
        List.of(ToolSet.INVOKER, "ToolSearch"), declared(SEARCH + "," + LATE, NOTHING, ""));
  }

  @Test
  void aLoadDoesNotChangeWhatIsDeclared() {
    assertEquals(
        List.of(ToolSet.INVOKER, "ToolSearch"), declared(SEARCH + "," + LATE, LOADS_LATE, ""));
  }

  @Test
  void aLoadedToolIsDescribedWhereItWasLoadedAndCalledThroughTheInvoker() {
    ToolSet set = set(SEARCH + "," + LATE, LOADS_LATE, "");
    assertEquals(
        json(
            "{'loaded_tool':'Late','description':'d','input_schema':{'type':'object'},"
                + "'call_it_with':'call_loaded_tool'}"),
        set.announce(new ContentBlock.ToolReference("Late")));
    ContentBlock.ToolUse call =
        set.asCalled(new ContentBlock.ToolUse("b", "Late", RawJson.of("{\"x\": 1}")));
    assertEquals(ToolSet.INVOKER, call.name());
    assertEquals("{\"name\":\"Late\",\"input\":{\"x\": 1}}", call.input().toString());
  }

  @Test
  void anotherToolsCallStaysAsItIs() {
    ContentBlock.ToolUse call = new ContentBlock.ToolUse("b", "ToolSearch", RawJson.of("{}"));
    assertEquals(call, set(SEARCH + "," + LATE, LOADS_LATE, "").asCalled(call));
  }

  @Test
  void aToolThatWasCalledBeforeWithoutItsReferenceIsDeclared() {
    String called =
        "{'role':'assistant','content':[{'type':'tool_use','id':'a','name':'Late','input':{}}]},"
            + "{'role':'user','content':[{'type':'tool_result','tool_use_id':'a','content':'r'}]}";
    assertEquals(
        List.of(ToolSet.INVOKER, "ToolSearch", "Late"), declared(SEARCH + "," + LATE, called, ""));
  }

  @Test
  void whereTheProviderWouldSearchAllDeferredToolsAreDeclared() {
    String search = "{'type':'tool_search_tool_regex_20251119','name':'tool_search_tool_regex'}";
    assertEquals(List.of("Late"), declared(search + "," + LATE, NOTHING, ""));
    assertEquals(
        "[tool_search_tool_regex: all deferred tools are declared instead]",
        notes.list().toString());
  }

  @Test
  void aChosenToolIsDeclaredAndOneThatIsNotThereIsRefused() {
    assertEquals(
        List.of(ToolSet.INVOKER, "ToolSearch", "Late"),
        declared(SEARCH + "," + LATE, NOTHING, ",'tool_choice':{'type':'tool','name':'Late'}"));
    ApiException refusal =
        assertThrows(
            ApiException.class,
            () -> set(SEARCH, NOTHING, ",'tool_choice':{'type':'tool','name':'No'}"));
    assertEquals("tool_choice.name: no tool of this name is declared", refusal.error().message());
  }

  private List<String> declared(String tools, String messages, String more) {
    return set(tools, messages, more).declared().stream().map(Tool::name).toList();
  }

  private ToolSet set(String tools, String messages, String more) {
    String request =
        "{'model':'m','max_tokens':9,'tools':["
            + tools
            + "],'messages':["
            + messages
            + "]"
            + more
            + "}";
    return ToolSet.of(RequestReader.read(json(request).getBytes(StandardCharsets.UTF_8)), notes);
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }
}
