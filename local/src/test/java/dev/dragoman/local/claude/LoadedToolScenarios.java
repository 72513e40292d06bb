package dev.dragoman.local.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.upstream.Heard;
import dev.dragoman.fixture.upstream.ModelAnswer;
import dev.dragoman.fixture.upstream.Received;
import dev.dragoman.fixture.upstream.UpstreamForm;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tools of an MCP server that Claude Code loads when they are searched for. */
abstract class LoadedToolScenarios {
  /** The function through which a gateway has loaded tools called, where it does. */
  private static final String INVOKER = "call_loaded_tool";

  private static final String SHAPE =
      "{\"shape\":{\"kind\":\"circle\",\"at\":{\"x\":1,\"y\":2.5}},\"label\":null}";

  /** Each turn's tool; a tool is searched for the turn before it is first called. */
  private static final List<String> TURNS =
      List.of("Bash", "?draw", "draw", "Bash", "?echo", "echo", "draw", "?shout", "shout", "echo");

  @TempDir private Path folder;

  private final UpstreamForm form;

  LoadedToolScenarios(UpstreamForm form) {
    this.form = form;
  }

  @Test
  void aToolWithRefOneOfAndConstIsShownAndCalledWhole() throws Exception {
    List<String> turns = List.of("?draw", "draw");
    try (DialectScene scene = DialectScene.start(form, folder, heard -> answer(heard, turns))) {
      assertEquals("Finished.", scene.run("draw", "--mcp-config", server()).answer());
      assertEquals(List.of(SHAPE), Files.readAllLines(folder.resolve("calls.txt")));
      assertEquals("did draw", scene.result(2, 1));
      JsonNode schema = schema(scene.heard().getLast(), "mcp__probe__draw");
      assertEquals(
          "number", schema.at("/$defs/point/properties/x/type").asString(""), schema::toString);
      JsonNode circle = schema.at("/properties/shape/oneOf/0/properties");
      assertEquals("circle", circle.at("/kind/const").asString(""), schema::toString);
      assertEquals("#/$defs/point", circle.path("at").path("$ref").asString(""), schema::toString);
    }
  }

  @Test
  void aSessionInWhichToolsLoadGrowsAtItsEndOnly() throws Exception {
    try (DialectScene scene = DialectScene.start(form, folder, heard -> answer(heard, TURNS))) {
      assertEquals("Finished.", scene.run("use them all", "--mcp-config", server()).answer());
      assertEquals(5, Files.readAllLines(folder.resolve("calls.txt")).size());
      List<Received> requests = scene.upstream().requests();
      assertEquals(TURNS.size() + 1, requests.size());
      for (int i = 1; i < requests.size(); i++) {
        String before = open(prompt(requests.get(i - 1)));
        String now = prompt(requests.get(i));
        int at = i;
        assertTrue(
            now.startsWith(before), () -> "request " + at + " rewrote " + differ(before, now));
      }
    }
  }

  /** The turn after as many as have been answered. */
  private static ModelAnswer answer(Heard heard, List<String> turns) {
    int done = heard.results().size();
    if (done == turns.size()) {
      return ModelAnswer.of("Finished.");
    }
    String turn = turns.get(done);
    String id = "call_" + done;
    if (turn.equals("Bash")) {
      String command = DialectScene.json(Map.of("command", "echo " + done));
      return ModelAnswer.empty().call(id, "Bash", command);
    }
    if (turn.startsWith("?")) {
      String query = "select:mcp__probe__" + turn.substring(1);
      String search = DialectScene.json(Map.of("query", query, "max_results", 5));
      return ModelAnswer.empty().call(id, "ToolSearch", search);
    }
    String name = "mcp__probe__" + turn;
    String input = turn.equals("draw") ? SHAPE : "{\"word\":\"camel\"}";
    return heard.tools().containsKey(INVOKER)
        ? ModelAnswer.empty()
            .call(id, INVOKER, "{\"name\":\"" + name + "\",\"input\":" + input + "}")
        : ModelAnswer.empty().call(id, name, input);
  }

  /** The schema of a tool where it is declared, or else where it was loaded. */
  private static JsonNode schema(Heard heard, String tool) {
    JsonNode declared = heard.tools().get(tool);
    if (declared != null) {
      return declared;
    }
    for (String result : heard.results().values()) {
      int at = result.indexOf("{\"loaded_tool\":\"" + tool);
      if (at >= 0) {
        try (JsonParser in = JsonMapper.shared().createParser(result.substring(at))) {
          JsonNode loaded = in.readValueAsTree();
          return loaded.path("input_schema");
        }
      }
    }
    throw new AssertionError(tool + " is neither declared nor loaded: " + heard);
  }

  /** The configuration of an MCP server that writes its calls to {@code calls.txt}. */
  private String server() throws Exception {
    Path script = folder.resolve("mcp-server.js");
    try (InputStream in = LoadedToolScenarios.class.getResourceAsStream("mcp-server.js")) {
      Files.write(script, Objects.requireNonNull(in).readAllBytes());
    }
    List<String> arguments = List.of(script.toString(), folder.resolve("calls.txt").toString());
    Map<String, Object> probe = Map.of("command", "node", "args", arguments);
    Path config = folder.resolve("mcp.json");
    Files.writeString(config, DialectScene.json(Map.of("mcpServers", Map.of("probe", probe))));
    return config.toString();
  }

  /** What a provider's cache goes by in a request, from front to back: the body as it is. */
  protected String prompt(Received request) {
    return new String(request.body(), StandardCharsets.UTF_8);
  }

  /** A prompt without the brackets that close it. */
  private static String open(String prompt) {
    return prompt.replaceFirst("[\\]}\\s]+$", "");
  }

  /** Where the two part. */
  private static String differ(String before, String now) {
    int at = 0;
    while (at < Math.min(before.length(), now.length()) && before.charAt(at) == now.charAt(at)) {
      at++;
    }
    int from = Math.max(0, at - 80);
    return before.substring(from, Math.min(before.length(), at + 120))
        + "\nto\n"
        + now.substring(from, Math.min(now.length(), at + 120));
  }
}
