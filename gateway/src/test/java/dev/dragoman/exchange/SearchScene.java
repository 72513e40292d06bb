package dev.dragoman.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dragoman.credential.SecretRef;
import dev.dragoman.fixture.search.FoundPage;
import dev.dragoman.fixture.search.ScriptedSearch;
import dev.dragoman.fixture.upstream.ChatForm;
import dev.dragoman.fixture.upstream.Heard;
import dev.dragoman.fixture.upstream.ModelAnswer;
import dev.dragoman.fixture.upstream.ScriptedUpstream;
import dev.dragoman.http.Handler;
import dev.dragoman.http.Request;
import dev.dragoman.json.RawJson;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.messages.OfficialTypes;
import dev.dragoman.provider.Deployment;
import dev.dragoman.store.InMemoryStore;
import dev.dragoman.upstream.UpstreamClient;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gateway between a recorded client, a scripted model and a scripted search service. */
final class SearchScene implements AutoCloseable {
  static final String TOOL = "{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}";

  static final FoundPage HUMPS =
      new FoundPage(
          "https://camels.example/humps", "On humps", "A dromedary has one hump 🐪.", "2026-03-01");
  static final FoundPage DESERT =
      new FoundPage("https://desert.example/", "The desert", "It is dry.");

  /** A model's answer that names one of these pages. */
  static final ModelAnswer ANSWER =
      ModelAnswer.of("One, says [this page](https://camels.example/humps).");

  private final ScriptedUpstream model;
  private final InMemoryStore store = new InMemoryStore();
  private final UpstreamClient client = new UpstreamClient(Clock.systemUTC());
  private final Handler gateway;

  private SearchScene(ScriptedUpstream model, Map<String, RawJson> settings, InstantSource clock) {
    this.model = model;
    store
        .mappings()
        .put(
            Deployment.of("gpt-4o", "openai", "gpt-4o")
                .at(model.baseUrl() + "/v1", new SecretRef("sk-upstream"))
                .withDefaults(settings));
    gateway =
        Gateway.in(
            Worlds.of(
                Worlds.kept(store),
                client,
                name -> name.equals("SEARCH_KEY") ? ScriptedSearch.KEY : null,
                Scene.KEY,
                clock));
  }

  /** One whose model answers so in turn, with this search service, of that name in the settings. */
  static SearchScene of(String provider, ScriptedSearch search, ModelAnswer... answers)
      throws IOException {
    return with(settings(provider, search.baseUrl()), answers);
  }

  static SearchScene searXng(ScriptedSearch search, ModelAnswer... answers) throws IOException {
    return of("searxng", search, answers);
  }

  /** One with these settings of the deployment. */
  static SearchScene with(Map<String, RawJson> settings, ModelAnswer... answers)
      throws IOException {
    return new SearchScene(
        ScriptedUpstream.answering(new ChatForm(), answers), settings, Clock.systemUTC());
  }

  /** One with this clock. */
  static SearchScene at(InstantSource clock, ScriptedSearch search, ModelAnswer... answers)
      throws IOException {
    return new SearchScene(
        ScriptedUpstream.answering(new ChatForm(), answers),
        settings("searxng", search.baseUrl()),
        clock);
  }

  static Map<String, RawJson> settings(String provider, String base) {
    return Map.of(
        "search_provider", RawJson.of("\"" + provider + "\""),
        "search_api_base", RawJson.of("\"" + base + "\""),
        "search_api_key", RawJson.of("\"os.environ/SEARCH_KEY\""));
  }

  /** Asks with the tools and the rest of the body, which begins with a comma. */
  Recorded ask(boolean stream, String tools, String rest) throws IOException {
    return ask(stream, tools, rest, new Recorded());
  }

  Recorded ask(boolean stream, String tools, String rest, Recorded answer) throws IOException {
    return post(
        "/v1/messages",
        """
        {"model": "gpt-4o", "max_tokens": 1000, "stream": %s, "tools": [%s],
         "messages": [{"role": "user", "content": "camels?"}]%s}\
        """
            .formatted(stream, tools, rest),
        answer);
  }

  Recorded ask(String tool) throws IOException {
    return ask(true, tool, "");
  }

  Recorded post(String body) throws IOException {
    return post("/v1/messages", body);
  }

  Recorded post(String path, String body) throws IOException {
    return post(path, body, new Recorded());
  }

  private Recorded post(String path, String body, Recorded answer) throws IOException {
    gateway.handle(
        new Request(
            "POST",
            path,
            "beta=true",
            Headers.of("Authorization", "Bearer " + Scene.KEY),
            body.getBytes(StandardCharsets.UTF_8)),
        answer);
    return answer;
  }

  ScriptedUpstream model() {
    return model;
  }

  /** What the model heard. */
  List<Heard> heard() {
    return model.heard();
  }

  /** The body of the model's request of this number, from 0. */
  String body(int number) {
    return new String(model.requests().get(number).body(), StandardCharsets.UTF_8);
  }

  UsageRecord record(Recorded answer) {
    return store.ledger().find(answer.header("request-id")).orElseThrow();
  }

  /** The data of the answer's events. */
  static List<JsonNode> events(Recorded answer) {
    return answer
        .body()
        .lines()
        .filter(line -> line.startsWith("data: "))
        .map(line -> JsonMapper.shared().readTree(line.substring(6)))
        .toList();
  }

  /** The types of the answer's blocks, in order; fails if their indexes have a gap. */
  static List<String> blocks(Recorded answer) {
    List<JsonNode> starts =
        events(answer).stream().filter(event -> is(event, "content_block_start")).toList();
    for (int i = 0; i < starts.size(); i++) {
      if (starts.get(i).path("index").asInt(-1) != i) {
        throw new AssertionError("block " + i + " is " + starts.get(i));
      }
    }
    return starts.stream()
        .map(start -> start.path("content_block").path("type").asString(""))
        .toList();
  }

  /** The answer's last word on why it ended and what it used. */
  static JsonNode end(Recorded answer) {
    return events(answer).stream()
        .filter(event -> is(event, "message_delta"))
        .findFirst()
        .orElseThrow(() -> new AssertionError(answer.body()));
  }

  /** The content of the answer's results, in order. */
  static List<JsonNode> results(Recorded answer) {
    return events(answer).stream()
        .map(event -> event.path("content_block"))
        .filter(block -> is(block, "web_search_tool_result"))
        .map(block -> block.path("content"))
        .toList();
  }

  /** A model's answer that searches for these, at once. */
  static ModelAnswer search(String... queries) {
    ModelAnswer answer = ModelAnswer.empty();
    for (int i = 0; i < queries.length; i++) {
      answer = answer.call("call_" + i, "web_search", query(queries[i]));
    }
    return answer;
  }

  /** The input of a search. */
  static String query(String query) {
    return JsonMapper.shared().valueToTree(Map.of("query", query)).toString();
  }

  /** The message of the 400 that a definition of tools is refused with. */
  static String refused(SearchScene scene, String tools) throws IOException {
    Recorded answer = scene.ask(true, tools, "");
    assertEquals(400, answer.status(), answer::body);
    JsonNode error = JsonMapper.shared().readTree(answer.body()).path("error");
    assertEquals("invalid_request_error", error.path("type").asString(""));
    assertEquals(List.of(), scene.heard());
    return error.path("message").asString("");
  }

  /** Fails unless the official client reads every event. */
  static void assertReadable(Recorded answer) {
    events(answer)
        .forEach(
            event -> OfficialTypes.assertEvent(event.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static boolean is(JsonNode node, String type) {
    return node.path("type").asString("").equals(type);
  }

  @Override
  public void close() {
    client.close();
    model.close();
  }
}
