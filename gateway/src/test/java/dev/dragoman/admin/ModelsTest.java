package dev.dragoman.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.access.Policy;
import dev.dragoman.admin.ModelOffice.Said;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Deployment.Origin;
import dev.dragoman.routing.Configured;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Models are added, changed, removed and shown in LiteLLM's shapes. */
final class ModelsTest {
  private final ModelOffice office = new ModelOffice();

  private static final String GPT =
      "{\"model_name\":\"gpt\",\"litellm_params\":{\"model\":\"openai/gpt-4o\",\"rpm\":5,"
          + "\"timeout\":1.5,\"max_tokens\":100},\"model_info\":{\"id\":\"one\",\"note\":\"x\"}}";

  private Deployment only() {
    List<Deployment> all = office.mappings.load().deployments();
    assertEquals(1, all.size());
    return all.getFirst();
  }

  @Test
  void aModelThatIsAddedIsKeptAsOneThatCameByApi() {
    Said said = office.ask("POST", "/model/new", GPT);
    assertEquals(200, said.status(), said.text());
    assertEquals(
        "{\"model_id\":\"one\",\"model_name\":\"gpt\",\"litellm_params\":{\"model\":\"openai/gpt-4o\","
            + "\"timeout\":1.5,\"max_tokens\":100,\"rpm\":5},\"model_info\":{\"id\":\"one\","
            + "\"created_at\":\"2026-03-05T12:00:00Z\",\"created_by\":\"master\",\"note\":\"x\","
            + "\"updated_at\":\"2026-03-05T12:00:00Z\",\"updated_by\":\"master\"},"
            + "\"created_at\":\"2026-03-05T12:00:00Z\",\"created_by\":\"master\","
            + "\"updated_at\":\"2026-03-05T12:00:00Z\",\"updated_by\":\"master\"}",
        said.text());
    assertEquals(Origin.API, only().origin());
    assertEquals("openai", only().provider());
    assertEquals(1500, only().timeoutMillis());
    assertEquals(1, office.changes);
    assertEquals("created model one", audited());
  }

  @Test
  void oneWithoutAnIdGetsOne() {
    String again = "{\"model_name\":\"m\",\"litellm_params\":{\"model\":\"openai/gpt-4o\"}}";
    office.ask("POST", "/model/new", again);
    assertTrue(only().id().matches("[0-9a-f-]{36}"), only().id());
  }

  @Test
  void anIdThatIsThereIsNotWrittenOver() {
    office.mappings.replaceConfig(Configured.of(List.of(Deployment.of("gpt", "openai", "x"))));
    String id = only().id();
    Said said =
        office.ask(
            "POST",
            "/model/new",
            "{\"model_name\":\"gpt\",\"litellm_params\":{\"model\":\"openai/y\"},"
                + "\"model_info\":{\"id\":\""
                + id
                + "\"}}");
    assertEquals(400, said.status());
    assertEquals("x", only().model());
    assertTrue(office.audit.isEmpty());
  }

  @Test
  void whatIsNotSentInAnUpdateStaysAsItWas() {
    office.ask("POST", "/model/new", GPT);
    Said said =
        office.ask(
            "POST",
            "/model/update",
            "{\"id\":\"one\",\"litellm_params\":{\"rpm\":9,\"timeout\":null},"
                + "\"model_info\":{\"max_output_tokens\":200}}");
    assertEquals(200, said.status(), said.text());
    assertEquals("gpt", only().modelName());
    assertEquals("9", String.valueOf(only().settings().get("rpm")));
    assertEquals(1500, only().timeoutMillis());
    assertEquals(200, only().maxOutputTokens());
    assertEquals("updated model one", audited());
    assertTrue(String.valueOf(office.audit.getLast().before()).contains("\"rpm\":5"));
  }

  @Test
  void anUpdateIsHeldToTheSameRulesAsAWholeEntry() {
    office.ask("POST", "/model/new", GPT);
    for (String params :
        List.of(
            "\"api_base\":\"http://169.254.169.254\"",
            "\"api_base\":\"https://evil.example\"",
            "\"api_key\":\"os.environ/OPENAI_API_KEY\"",
            "\"model\":\"nothing/known\"",
            "\"rpm\":-1")) {
      Said said =
          office.ask(
              "POST", "/model/update", "{\"id\":\"one\",\"litellm_params\":{" + params + "}}");
      assertEquals(400, said.status(), said.text());
    }
    assertEquals("5", String.valueOf(only().settings().get("rpm")));
    assertEquals(1, office.changes);
  }

  @Test
  void aModelOfTheConfigurationIsChangedThereAlone() {
    office.mappings.replaceConfig(Configured.of(List.of(Deployment.of("gpt", "openai", "x"))));
    String id = "{\"id\":\"" + only().id() + "\"}";
    Said update = office.ask("POST", "/model/update", id);
    assertEquals(400, update.status());
    assertTrue(update.text().startsWith("Can't edit model. Model in config."), update.text());
    assertEquals(400, office.ask("POST", "/model/delete", id).status());
    assertEquals("x", only().model());
  }

  @Test
  void whatIsDeletedIsGone() {
    office.ask("POST", "/model/new", GPT);
    Said said = office.ask("POST", "/model/delete", "{\"id\":\"one\"}");
    assertEquals("{\"message\":\"Model: one deleted successfully\"}", said.text());
    assertTrue(office.mappings.load().deployments().isEmpty());
    assertEquals("deleted model one", audited());
    Said again = office.ask("POST", "/model/delete", "{\"id\":\"one\"}");
    assertEquals(404, again.status());
    assertEquals("Model with id=one not found in db", again.text());
  }

  @Test
  void nothingIsTakenWhereTheOperatorWantsNone() {
    office.policy = new Policy(null, null, null, false, false, List.of(), false);
    Said said = office.ask("POST", "/model/new", GPT);
    assertEquals(400, said.status());
    assertTrue(said.text().contains("store_model_in_db"), said.text());
  }

  @Test
  void onlyAdminsChangeModels() {
    var user = ModelOffice.user("hash", "ann", List.of());
    for (String path : List.of("/model/new", "/model/update", "/model/delete", "/config")) {
      assertEquals(403, office.ask(user, "POST", path, GPT, "application/json").status(), path);
    }
  }

  @Test
  void ofTheEnvironmentOnlyWhatIsNoSecretIsTaken() {
    office.environment.put("AWS_REGION", "eu-west-1");
    office.environment.put("OPENAI_API_BASE", "http://127.0.0.1");
    office.ask(
        "POST",
        "/model/new",
        "{\"model_name\":\"c\",\"litellm_params\":{\"model\":\"bedrock/anthropic.claude-x\"}}");
    assertEquals("eu-west-1", only().text("aws_region_name"));
  }

  @Test
  void infoShowsWhatIsKnownAndNoSecret() {
    Deployment planted =
        Deployment.of("gpt", "openai", "gpt-4o")
            .at("https://api.example.com", new SecretRef("sk-planted-literal"))
            .withDefaults(
                Map.of(
                    "aws_secret_access_key", RawJson.of("\"planted\""),
                    "azure_ad_token", RawJson.of("\"os.environ/TOKEN\""),
                    "extra", RawJson.of("{\"a\":[{\"db_password\":\"planted\"},1,true,null]}"),
                    "vertex_credentials", RawJson.of("{\"private_key\":\"planted\"}")));
    office.mappings.replaceConfig(Configured.of(List.of(planted)));
    String text = office.get("/v1/model/info").text();
    assertFalse(text.contains("planted"), text);
    assertTrue(text.contains("\"api_key\":\"***\""), text);
    assertTrue(text.contains("\"azure_ad_token\":\"os.environ/TOKEN\""), text);
    assertTrue(text.contains("\"extra\":{\"a\":[{\"db_password\":\"***\"},1,true,null]}"), text);
    assertTrue(text.contains("\"db_model\":false"), text);
    assertTrue(text.contains("\"input_cost_per_token\":0.0000025"), text);
    assertEquals(text, office.get("/model/info").text());
    assertEquals(
        text,
        office.get("/model/info?litellm_model_id=" + planted.id().replace(":", "%3A")).text());
    assertEquals(404, office.get("/model/info?litellm_model_id=other").status());
  }

  @Test
  void anUnknownPriceIsNullAndNever0() {
    office.mappings.replaceConfig(
        Configured.of(List.of(Deployment.of("own", "openai", "nobody-knows"))));
    String text = office.get("/model/info").text();
    assertTrue(text.contains("\"input_cost_per_token\":null"), text);
    assertTrue(text.contains("\"max_input_tokens\":null"), text);
  }

  @Test
  void aUserSeesTheModelsOfItsKeyWithoutAddresses() {
    office.mappings.replaceConfig(
        Configured.of(
            List.of(
                Deployment.of("gpt-a", "openai", "gpt-4o").at("https://inner.example.com", null),
                Deployment.of("claude", "anthropic", "claude-x"))));
    var user = ModelOffice.user("hash", "ann", List.of("gpt-*"));
    String text = office.ask(user, "GET", "/model/info", "", "").text();
    assertTrue(text.contains("\"model_name\":\"gpt-a\""), text);
    assertFalse(text.contains("inner.example.com"), text);
    assertFalse(text.contains("claude"), text);
    String groups = office.ask(user, "GET", "/model_group/info", "", "").text();
    assertTrue(
        groups.startsWith("{\"data\":[{\"model_group\":\"gpt-a\",\"providers\":[\"openai\"]"));
  }

  @Test
  void metricsAreForWhoSeesEverything() {
    assertEquals("# metrics\n", office.get("/metrics").text());
    var user = ModelOffice.user("hash", "ann", List.of());
    assertEquals(403, office.ask(user, "GET", "/metrics", "", "").status());
  }

  private String audited() {
    var last = office.audit.getLast();
    return last.action() + " " + last.kind() + " " + last.subject();
  }
}
