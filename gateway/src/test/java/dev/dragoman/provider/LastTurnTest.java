package dev.dragoman.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dragoman.messages.RequestReader;
import dev.dragoman.provider.anthropic.AnthropicProvider;
import dev.dragoman.provider.converse.ConverseProvider;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Claude with a budget for thinking, in a turn that another model began, and under a cap. */
class LastTurnTest {
  private static final String THOUGHT =
      "{'type':'thinking','thinking':'hm','signature':'dragoman1.chat.gpt-5.00000000.gAAAAB'},";

  private static final String OWN = THOUGHT.replaceAll("dragoman1.*AB", "EqQBCkYICxgCKkA=");
  private static final String RESULT = "{'type':'tool_result','tool_use_id':'c1','content':'ok'}";
  private static final String TEXT = "{'type':'text','text':'go on'}";

  @ParameterizedTest
  @CsvSource({"true, disabled", "false, enabled"})
  void itThinksWhereItCanBeShownThatItDid(boolean foreign, String expected) {
    String thought = foreign ? THOUGHT : OWN;
    assertThinks(expected, thought, user(RESULT));
    assertThinks(expected, thought, user(RESULT + "," + TEXT));
  }

  /** Claude reads consecutive messages of the user as one. */
  @Test
  void wordsInAMessageBehindTheResultsAreOfThatTurn() {
    assertThinks("disabled", THOUGHT, user(RESULT) + "," + user(TEXT));
    assertThinks("disabled", THOUGHT, user(RESULT) + ",{'role':'system','content':'s'}");
  }

  @Test
  void aTurnOfItsOwnBeginsWhereTheUserSpeaks() {
    String said = ",{'role':'assistant','content':[" + TEXT + "]},";
    assertThinks("enabled", THOUGHT, user(RESULT) + said + user(TEXT));
  }

  @Test
  void itsBudgetStaysBelowTheCapOnItsTokens() {
    for (Deployment target : targets(4_000)) {
      JsonNode thinking = thinking(sent(target, "{'role':'user','content':'x'}"));
      assertEquals(3_600, thinking.path("budget_tokens").intValue(), target.toString());
    }
  }

  private static String user(String blocks) {
    return "{'role':'user','content':[" + blocks + "]}";
  }

  private static void assertThinks(String expected, String thought, String behind) {
    String messages =
        "{'role':'user','content':'x'},{'role':'assistant','content':["
            + thought
            + "{'type':'tool_use','id':'c1','name':'f','input':{}}]},"
            + behind;
    for (Deployment target : targets(null)) {
      assertEquals(
          expected,
          thinking(sent(target, messages)).path("type").stringValue(),
          target.upstreamModel() + messages);
    }
  }

  private static List<Deployment> targets(@Nullable Integer cap) {
    return List.of(
        capped("anthropic", "claude-opus-4-6", cap),
        capped("bedrock", "converse/us.anthropic.claude-opus-4-6-v1", cap));
  }

  private static Deployment capped(String provider, String model, @Nullable Integer cap) {
    Deployment plain = Deployment.of("m", provider, model);
    return new Deployment(
        plain.id(),
        plain.modelName(),
        plain.provider(),
        plain.model(),
        null,
        null,
        Map.of(),
        null,
        null,
        cap,
        null,
        Map.of(),
        plain.origin());
  }

  private static JsonNode sent(Deployment target, String messages) {
    String request =
        "{'model':'m','max_tokens':10000,'thinking':{'type':'enabled','budget_tokens':9000},"
            + "'tools':[{'name':'f','input_schema':{'type':'object'}}],'messages':["
            + messages
            + "]}";
    Provider provider =
        target.provider().equals("bedrock")
            ? new ConverseProvider(new ModelCatalogue())
            : new AnthropicProvider(new ModelCatalogue());
    byte[] body = request.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return JsonMapper.shared()
        .readTree(provider.encode(RequestReader.read(body), target).request().body());
  }

  private static JsonNode thinking(JsonNode body) {
    JsonNode fields = body.path("additionalModelRequestFields");
    return (fields.isMissingNode() ? body : fields).path("thinking");
  }
}
