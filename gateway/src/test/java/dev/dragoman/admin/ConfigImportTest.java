package dev.dragoman.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.access.Caller;
import dev.dragoman.access.Policy;
import dev.dragoman.admin.ModelOffice.Said;
import dev.dragoman.json.Json;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Deployment.Origin;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A configuration that is sent becomes all that came from one, and nothing that it may not be. */
final class ConfigImportTest {
  private static final String YAML =
      """
      model_list:
        - model_name: gpt
          litellm_params: {model: openai/gpt-4o}
          model_info: {id: one}
        - model_name: claude
          litellm_params: {model: anthropic/claude-sonnet-4-5, weight: 2}
          model_info: {id: two}
      router_settings:
        num_retries: 3
        fallbacks: [{monkey-token: [gpt]}]
      general_settings:
        master_key: sk-planted-master
        store_model_in_db: true
      """;

  private final ModelOffice office = new ModelOffice();

  private Said send(String yaml) {
    return office.ask(Caller.master("m"), "POST", "/config", yaml, "text/yaml");
  }

  private List<String> ids() {
    return office.mappings.load().deployments().stream().map(Deployment::id).sorted().toList();
  }

  @Test
  void itIsWrittenAndSaidWhatWas() {
    Said said = send(YAML);
    assertEquals(200, said.status(), said.text());
    assertTrue(
        said.text()
            .startsWith(
                "{\"message\":\"2 deployment(s) written\",\"written\":[\"one\",\"two\"],"
                    + "\"removed\":[],\"kept_from_api\":[],"
                    + "\"settings\":[\"fallbacks\",\"num_retries\"],\"warnings\":["),
        said.text());
    assertTrue(said.text().contains("not taken: master_key, store_model_in_db."), said.text());
    assertFalse(said.text().contains("planted"));
    assertEquals(List.of("one", "two"), ids());
    assertTrue(
        office.mappings.load().deployments().stream()
            .allMatch(each -> each.origin() == Origin.CONFIG && each.byApi()));
    assertEquals("config", office.audit.getLast().kind());
    assertEquals(1, office.changes);
  }

  @Test
  void theNextOneReplacesItAndKeepsWhatWasAddedAlone() {
    send(YAML);
    office.ask(
        "POST",
        "/model/new",
        "{\"model_name\":\"own\",\"litellm_params\":{\"model\":\"openai/x\"},"
            + "\"model_info\":{\"id\":\"own\"}}");
    Said said =
        send(
            "model_list: [{model_name: a, litellm_params: {model: openai/a}, model_info: {id: own}}]");
    assertTrue(
        said.text()
            .contains("\"written\":[],\"removed\":[\"two\",\"one\"],\"kept_from_api\":[\"own\"]"),
        said.text());
    assertEquals(List.of("own"), ids());
    assertEquals("x", office.mappings.load().deployments().getFirst().model());
  }

  @Test
  void jsonIsTheSame() {
    Said asItself =
        office.ask(
            "POST",
            "/config",
            "{\"model_list\":[{\"model_name\":\"a\",\"litellm_params\":{\"model\":\"openai/a\","
                + "\"input_cost_per_token\":1e-06},\"model_info\":{\"id\":\"a\"}}]}");
    assertEquals(200, asItself.status(), asItself.text());
    assertEquals(List.of("a"), ids());
    String text = Json.text(out -> out.writeString(YAML));
    assertEquals(200, office.ask("POST", "/config", "{\"config\":" + text + "}").status());
    assertEquals(List.of("one", "two"), ids());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model_list: [{model_name: a, litellm_params: {model: openai/a, api_key: sk-planted}}]",
        "model_list: [{model_name: a, litellm_params: {model: openai/a, api_key: os.environ/PLANTED}}]",
        "model_list: [{model_name: a, litellm_params: {model: openai/a, api_key: none, api_base: 'http://localhost'}}]",
        "model_list: [{model_name: a, litellm_params: {model: openai/a, api_base: 'https://evil.example'}}]",
        "model_list: [{model_name: a, litellm_params: {model: openai/a, sent_to_api: false}}]",
        "x: &a {api_key: sk-planted, model: openai/a}\nmodel_list: [{model_name: a, litellm_params: *a}]",
        "model_list: []\nenvironment_variables: {A: planted}",
        "model_list: []\nsearch_tools: [{search_tool_name: s, litellm_params: {search_provider: searxng, api_base: 'http://127.0.0.1:8888'}}]",
        "model_list: []\ngeneral_settings: {search_tools: [{search_tool_name: s, litellm_params: {search_provider: tavily, api_key: planted}}]}",
        "model_list: []\nrouter_settings: {redis_password: planted}",
        "model_list: []\nrouter_settings: {fallbacks: [{a: [{model: b, api_key: planted}]}]}",
        "model_list: []\nlitellm_settings: {fallbacks: [{a: [{model: b, api_base: 'http://10.0.0.1'}]}]}",
        "model_list: [{model_name: a}]",
        "model_list: [",
        "router_settings: {}",
        "- a",
        ""
      })
  void whatMayNotComeChangesNothing(String yaml) {
    send(YAML);
    Said said = send(yaml);
    assertEquals(400, said.status(), said.text());
    assertFalse(said.text().contains("planted"), said.text());
    assertFalse(said.text().contains("PLANTED"), said.text());
    assertEquals(List.of("one", "two"), ids());
    assertEquals(1, office.audit.size());
  }

  @Test
  void whatTheOperatorListsMayBeNamed() {
    office.policy = new Policy(null, null, null, false, true, List.of("os.environ/"), false);
    Said said =
        send(
            "model_list: [{model_name: a, litellm_params: {model: openai/a, api_key:"
                + " os.environ/OPENAI_KEY}}]");
    assertEquals(200, said.status(), said.text());
  }

  @Test
  void faultsAreToldByLineAndColumn() {
    Said said = send("model_list:\n  - model_name: a\n    litellm_params: {model: nobody/a}\n");
    assertTrue(said.text().startsWith("config.yaml:3:"), said.text());
  }
}
