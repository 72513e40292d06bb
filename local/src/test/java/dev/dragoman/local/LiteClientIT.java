package dev.dragoman.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Who knows LiteLLM's management client manages this gateway with it. */
final class LiteClientIT {
  @TempDir private static Path folder;
  private static GatewayProcess gateway;
  private static Lite lite;

  @BeforeAll
  static void start() throws IOException {
    String config =
        """
        model_list:
          - model_name: first
            litellm_params:
              model: openai/gpt-4o
              mock_response: It is the first.
        general_settings:
          master_key: %s
        """
            .formatted(GatewayProcess.KEY);
    Path file = Files.writeString(folder.resolve("config.yaml"), config);
    gateway = GatewayProcess.start(folder, Map.of(), "--config", file.toString());
    lite = new Lite(gateway.baseUrl(), GatewayProcess.KEY, folder);
  }

  @AfterAll
  static void stop() {
    gateway.close();
  }

  private static HttpResponse<String> ask(String key, String model) throws Exception {
    return Http.post(
        gateway.baseUrl(),
        key,
        "{\"model\":\""
            + model
            + "\",\"max_tokens\":50,\"messages\":"
            + "[{\"role\":\"user\",\"content\":\"hello\"}]}");
  }

  @Test
  void aKeyIsMadeListedUsedAndDeletedByCommand() throws Exception {
    JsonNode made =
        lite.run(
                "keys",
                "generate",
                "--models",
                "first",
                "--aliases",
                "{\"mine\": \"first\"}",
                "--duration",
                "24h",
                "--key-alias",
                "by-command")
            .json();
    String key = made.path("key").asString("");
    assertTrue(key.startsWith("sk-"), made::toString);
    assertEquals("by-command", made.path("key_alias").asString(""));
    assertEquals(200, ask(key, "first").statusCode());
    assertEquals(200, ask(key, "mine").statusCode());

    JsonNode list =
        lite.run("keys", "list", "--format", "json", "--return-full-object", "--size", "100")
            .json();
    assertTrue(list.path("keys").findValuesAsString("key_alias").contains("by-command"));
    assertFalse(list.toString().contains(key), "a key stands in the list");
    Lite.Said table = lite.run("keys", "list", "--return-full-object", "--size", "100");
    assertTrue(table.text().contains("by-command"), table::text);

    JsonNode deleted = lite.run("keys", "delete", "--key-aliases", "by-command").json();
    assertEquals(1, deleted.path("deleted_keys").size(), deleted::toString);
    assertEquals(401, ask(key, "first").statusCode());
    Lite.Said again = lite.run("keys", "delete", "--keys", key);
    assertTrue(again.text().contains("HTTP 404"), again::text);
  }

  @Test
  void aUserIsMadeShownAndDeletedByCommand() throws Exception {
    JsonNode made =
        lite.run(
                "users",
                "create",
                "--email",
                "ann@example.com",
                "--alias",
                "Ann",
                "--role",
                "internal_user",
                "--max-budget",
                "5")
            .json();
    String id = made.path("user_id").asString("");
    assertEquals(200, ask(made.path("key").asString(""), "first").statusCode());
    Lite.Said table = lite.run("users", "list");
    assertTrue(table.text().contains("ann@example.com"), table::text);
    JsonNode shown = lite.run("users", "get", "--id", id).json();
    assertTrue(shown.toString().contains("\"user_alias\":\"Ann\""), shown::toString);
    assertTrue(shown.toString().contains("\"max_budget\":5"), shown::toString);
    assertEquals(0, lite.run("users", "delete", id).exitCode());
    assertFalse(lite.run("users", "list").text().contains("ann@example.com"));
  }

  @Test
  void aModelIsAddedAskedChangedAndDeletedByCommand() throws Exception {
    JsonNode added =
        lite.run(
                "models",
                "add",
                "second",
                "-p",
                "model=openai/gpt-4o-mini",
                "-p",
                "mock_response=It is the second.",
                "-i",
                "base_model=gpt-4o-mini")
            .json();
    String id = added.path("model_id").asString("");
    HttpResponse<String> answer = ask(GatewayProcess.KEY, "second");
    assertTrue(answer.body().contains("It is the second."), answer::body);
    assertTrue(names(lite.run("models", "list", "--format", "json").json()).contains("second"));
    Lite.Said table = lite.run("models", "info");
    assertTrue(table.text().contains("second"), table::text);
    JsonNode one = lite.run("models", "get", "--id", id).json();
    assertEquals("second", one.path("model_name").asString(""));
    JsonNode changed =
        lite.run("models", "update", id, "-p", "mock_response=It is another.").json();
    assertFalse(changed.isEmpty());
    answer = ask(GatewayProcess.KEY, "second");
    assertTrue(answer.body().contains("It is another."), answer::body);
    assertEquals(0, lite.run("models", "delete", id).exitCode());
    assertEquals(404, ask(GatewayProcess.KEY, "second").statusCode());
    assertTrue(lite.run("models", "delete", id).exitCode() != 0);
  }

  private static List<String> names(JsonNode models) {
    return models.valueStream().map(model -> model.path("id").asString("")).toList();
  }

  @Test
  void teamsAndModelGroupsAreListedByCommand() throws Exception {
    JsonNode made =
        lite.run(
                "http",
                "request",
                "POST",
                "/team/new",
                "-j",
                "{\"team_id\":\"blue\",\"team_alias\":\"The blue\",\"models\":[\"first\"]}")
            .json();
    assertEquals("blue", made.path("team_id").asString(""));
    Lite.Said table = lite.run("teams", "list");
    assertTrue(table.text().contains("The blue"), table::text);
    Lite.Said none = lite.run("teams", "available");
    assertTrue(none.text().contains("No available teams to join"), none::text);
    Lite.Said groups = lite.run("model-groups", "list");
    assertTrue(groups.text().contains("first"), groups::text);
  }

  /** A team is chosen for a key by the key itself, as LiteLLM's command does it. */
  @Test
  void aKeyIsGivenToATeamByCommand() throws Exception {
    assertEquals(
        0,
        lite.run("http", "request", "POST", "/team/new", "-j", "{\"team_id\":\"green\"}")
            .exitCode());
    JsonNode made =
        lite.run(
                "http",
                "request",
                "POST",
                "/user/new",
                "-j",
                "{\"user_id\":\"gus\",\"user_role\":\"internal_user\",\"teams\":[\"green\"]}")
            .json();
    Lite own = new Lite(gateway.baseUrl(), made.path("key").asString(""), folder);
    Lite.Said said = own.run("teams", "assign-key", "--team-id", "green");
    assertTrue(said.text().contains("Successfully assigned key to team: green"), said::text);
  }

  @Test
  void thePythonClientDoesTheSame() throws Exception {
    JsonNode told =
        lite.python(
                """
                client.http.request(
                    "POST", "/budget/new", json={"budget_id": "five", "max_budget": 5})
                made = client.keys.generate(
                    key_alias="by-python", models=["first"], budget_id="five", spend=0.5)
                key = made["key"]
                by_key = client.keys.info(key)
                by_hash = client.keys.info(made["token_id"])
                updated = client.keys.update(key=key, aliases={"it": "first"}, duration="7d")
                listed = client.keys.list(key_alias="by-python", return_full_object=True)
                groups = client.model_groups.info()
                model = client.models.new("third", {"model": "openai/gpt-4o", "mock_response": "3"})
                infos = client.models.info()
                raw = client.http.request("GET", "/spend/logs")
                gone = client.keys.delete(keys=[key])
                removed = client.models.delete(model["model_id"])
                print(json.dumps(dict(made=made, by_key=by_key, by_hash=by_hash, updated=updated,
                    listed=listed, groups=groups, infos=infos, raw=raw, gone=gone, removed=removed)))
                """)
            .json();
    assertEquals(told.path("by_key"), told.path("by_hash"));
    assertEquals("by-python", told.path("by_key").path("info").path("key_alias").asString(""));
    assertEquals(0.5, told.path("by_key").path("info").path("spend").asDouble());
    assertEquals("first", told.path("updated").path("aliases").path("it").asString(""));
    assertEquals(1, told.path("listed").path("total_count").asInt());
    assertTrue(told.path("groups").findValuesAsString("model_group").contains("first"));
    assertTrue(told.path("infos").findValuesAsString("model_name").contains("third"));
    assertEquals(1, told.path("gone").path("deleted_keys").size());
  }

  @Test
  void aKeyThatIsNotKnownIsToldAsTheClientExpects() throws Exception {
    Lite stranger = new Lite(gateway.baseUrl(), "sk-nobody-has-this-one", folder);
    Lite.Said said =
        stranger.python(
            """
            from litellm.proxy.client.exceptions import UnauthorizedError
            try:
                client.models.list()
            except UnauthorizedError as e:
                print(json.dumps("refused"))
            """);
    assertEquals("refused", said.json().asString(""));
    assertTrue(stranger.run("keys", "list").exitCode() != 0);
  }
}
