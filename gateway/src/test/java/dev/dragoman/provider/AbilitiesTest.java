package dev.dragoman.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AbilitiesTest {
  private static final ModelFacts TEXT_ONLY = new ModelFacts(null, null, Set.of("tools"));
  private static final ModelFacts NO_TOOLS =
      new ModelFacts(null, null, Set.of("images", "no-tools"));
  private static final String IMAGE =
      "{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":\"AA==\"}}";
  private static final String PDF =
      "{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\",\"data\":\"AA==\"}}";

  private final Notes notes = new Notes();

  private static MessagesRequest request(String blocks, String more) {
    return RequestReader.read(
        ("{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":["
                + blocks
                + "]}]"
                + more
                + "}")
            .getBytes(StandardCharsets.UTF_8));
  }

  private static String result(String block) {
    return "{\"type\":\"tool_result\",\"tool_use_id\":\"t\",\"content\":[" + block + "]}";
  }

  private static Deployment set(String name, String json) {
    return Deployment.of("m", "p", "x").withDefaults(Map.of(name, RawJson.of(json)));
  }

  private MessagesRequest fit(MessagesRequest request, Deployment target, ModelFacts facts) {
    return Abilities.fit(request, target, facts, notes);
  }

  private String refusal(MessagesRequest request, ModelFacts facts) {
    Deployment target = Deployment.of("m", "p", "x");
    ApiException refused = assertThrows(ApiException.class, () -> fit(request, target, facts));
    assertEquals(400, refused.error().status());
    return refused.error().message();
  }

  @Test
  void imagesAndPdfsToAModelThatLacksThemAreRefusedInTheWordsThatHeal() {
    assertEquals("capability_rejected: image_block", refusal(request(IMAGE, ""), TEXT_ONLY));
    assertEquals("capability_rejected: document_block", refusal(request(PDF, ""), TEXT_ONLY));
    assertEquals(
        "capability_rejected: image_block", refusal(request(result(IMAGE), ""), TEXT_ONLY));
  }

  @Test
  void ofModelsNotKnownNothingIsRefused() {
    MessagesRequest asked = request(IMAGE, ",\"tools\":[{\"name\":\"t\",\"input_schema\":{}}]");
    assertSame(asked, fit(asked, Deployment.of("m", "p", "x"), ModelFacts.UNKNOWN));
  }

  /** The catalogue says of many a model one thing only, and nothing of its tools and images. */
  @Test
  void whatTheCatalogueIsSilentOnIsNotRefused() {
    MessagesRequest asked = request(IMAGE, ",\"tools\":[{\"name\":\"t\",\"input_schema\":{}}]");
    ModelFacts silent = new ModelFacts(null, null, Set.of("prompt-caching", "reasoning"));
    assertSame(asked, fit(asked, Deployment.of("m", "p", "x"), silent));
  }

  @Test
  void imagesBecomeTextWhereParametersMayBeModified() {
    MessagesRequest fitted =
        fit(request(result(IMAGE) + "," + PDF, ""), set("modify_params", "true"), TEXT_ONLY);
    String body = fitted.body().toString();
    assertFalse(body.contains("AA=="));
    assertTrue(body.contains("\"tool_use_id\":\"t\""));
    assertEquals(
        RequestReader.read(body.getBytes(StandardCharsets.UTF_8)).messages(), fitted.messages());
    assertEquals(2, notes.list().size());
  }

  @Test
  void toolsAreRefusedOrLeftOut() {
    MessagesRequest asked =
        request(
            "{\"type\":\"text\",\"text\":\"a\"}",
            ",\"tools\":[{\"name\":\"t\",\"input_schema\":{}}],\"tool_choice\":{\"type\":\"any\"}");
    assertTrue(refusal(asked, NO_TOOLS).startsWith("tools: "));
    MessagesRequest fitted = fit(asked, set("drop_params", "true"), NO_TOOLS);
    assertTrue(fitted.tools().isEmpty());
    assertNull(fitted.toolChoice());
    assertFalse(fitted.body().toString().contains("tool"));
    assertEquals("[tools: not supported by the model, left out]", notes.list().toString());
  }

  @Test
  void namedFieldsAreLeftOutAndNoted() {
    MessagesRequest asked =
        request(
            "{\"type\":\"text\",\"text\":\"a\"}",
            ",\"temperature\":0.5,\"stop_sequences\":[\"x\"],\"output_config\":{\"effort\":\"low\"},"
                + "\"top_p\":0.1,\"novel\":1");
    Deployment target =
        set("additional_drop_params", "[\"temperature\",\"stop\",\"reasoning_effort\",\"novel\"]");
    MessagesRequest fitted = fit(asked, target, ModelFacts.UNKNOWN);
    assertNull(fitted.temperature());
    assertTrue(fitted.stopSequences().isEmpty());
    assertNull(fitted.effort());
    assertEquals(0.1, fitted.topP());
    assertTrue(fitted.unknown().isEmpty());
    assertEquals(
        fitted, RequestReader.read(fitted.body().toString().getBytes(StandardCharsets.UTF_8)));
    assertEquals(4, notes.list().size());
  }
}
