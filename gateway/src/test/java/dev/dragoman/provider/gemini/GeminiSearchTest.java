package dev.dragoman.provider.gemini;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.golden.Translation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which searches Google carries out, and what is made of them. */
class GeminiSearchTest {
  private static final GeminiProvider PROVIDER = new GeminiProvider(new ModelCatalogue());

  private static final String SEARCH = "{'type':'web_search_20250305','name':'web_search'}";
  private static final String FUNCTION = "{'name':'Bash','input_schema':{'type':'object'}}";

  @ParameterizedTest
  @ValueSource(strings = {"gemini-2.5-flash", "gemini-3.1-pro-preview", "gemini-5-not-known-yet"})
  void geminiSearchesTheWeb(String name) {
    assertTrue(PROVIDER.searches(request(SEARCH), Deployment.of("m", "gemini", name)));
    assertTrue(PROVIDER.searches(request(SEARCH), Deployment.of("m", "vertex_ai", name)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gemma-4-31b-it", "gemma-9-not-known-yet"})
  void gemmaDoesNot(String name) {
    assertFalse(PROVIDER.searches(request(SEARCH), Deployment.of("m", "gemini", name)));
  }

  @Test
  void besideFunctionsItIsTheGatewaysBeforeGemini3() {
    MessagesRequest both = request(SEARCH + "," + FUNCTION);
    assertFalse(PROVIDER.searches(both, Deployment.of("m", "gemini", "gemini-2.5-flash")));
    assertTrue(PROVIDER.searches(both, Deployment.of("m", "gemini", "gemini-3.1-pro-preview")));
  }

  @ParameterizedTest
  @CsvSource({
    "gemini, allowed_domains, ['a.test'], false",
    "gemini, blocked_domains, ['a.test'], false",
    "gemini, blocked_domains, [], true",
    "vertex_ai, allowed_domains, ['a.test'], false",
    "vertex_ai, blocked_domains, ['a.test'], true",
  })
  void whatGoogleCannotBeToldTheGatewayCarriesOut(
      String provider, String field, String domains, boolean searches) {
    MessagesRequest limited = request(SEARCH.replace("}", ",'" + field + "':" + domains + "}"));
    assertEquals(
        searches,
        PROVIDER.searches(limited, Deployment.of("m", provider, "gemini-3.1-pro-preview")));
  }

  @Test
  void noneIsMadeWhereNoToolIsToBeCalled() {
    String said = "'tool_choice':{'type':'none'},'tools':[" + SEARCH + "]";
    byte[] body =
        PROVIDER
            .encode(asked(said), Deployment.of("m", "gemini", "gemini-3.1-pro-preview"))
            .request()
            .body();
    assertFalse(new String(body, StandardCharsets.UTF_8).contains("googleSearch"));
  }

  @ParameterizedTest
  @CsvSource({"gemini-2.5-flash, 1", "gemini-3.1-pro-preview, 2"})
  void itIsPaidByThePromptBeforeGemini3AndByTheQueryFromThen(String name, long searches)
      throws IOException {
    Translation answer = grounded(name, "{'web':{'uri':'https://a.test','title':'A'}}");
    assertEquals(searches, answer.usage().searches());
  }

  @Test
  void whatIsNoPageOfTheWebIsNeitherFoundNorCited() throws IOException {
    Translation answer =
        grounded(
            "gemini-3.1-pro-preview",
            "{'retrievedContext':{'uri':'x'}},{'web':{'uri':'https://a.test','title':'A'}}");
    assertEquals(2, answer.sse().split("https://a.test", -1).length - 1);
    assertFalse(answer.sse().contains("\"url\":\"\""));
  }

  private static Translation grounded(String model, String chunks) throws IOException {
    String stream =
        "data: {'candidates':[{'content':{'role':'model','parts':[{'text':'A.'}]},"
            + "'finishReason':'STOP','groundingMetadata':{'webSearchQueries':['a','b'],"
            + "'groundingChunks':["
            + chunks
            + "],'groundingSupports':[{'segment':{'text':'A.'},'groundingChunkIndices':[0,1]}]}}],"
            + "'usageMetadata':{'promptTokenCount':3,'candidatesTokenCount':2}}\n\n";
    return Translation.ofStream(
        bytes(stream), PROVIDER, request(SEARCH), Deployment.of("m", "gemini", model));
  }

  private static MessagesRequest request(String tools) {
    return asked("'tools':[" + tools + "]");
  }

  private static MessagesRequest asked(String fields) {
    return RequestReader.read(
        bytes(
            "{'model':'m','max_tokens':9,"
                + fields
                + ",'messages':[{'role':'user','content':'x'}]}"));
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
