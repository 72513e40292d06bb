package dev.dragoman.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dragoman.exchange.Gateway;
import dev.dragoman.exchange.Worlds;
import dev.dragoman.http.Handler;
import dev.dragoman.http.Request;
import dev.dragoman.http.Responder;
import dev.dragoman.json.RawJson;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.provider.Deployment;
import dev.dragoman.store.InMemoryStore;
import dev.dragoman.upstream.UpstreamClient;
import dev.dragoman.wire.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A whole gateway with somebody of every kind before it, and two teams. */
final class PermissionScene implements AutoCloseable {
  private static final String MASTER = "sk-master-of-this-test";

  /** Whose things others ask for: the user {@code other} has this key, in the team {@code far}. */
  static final String OTHERS_KEY = "sk-other-abcdefghijklmnop";

  /** The least that is a message. */
  static final String MESSAGE =
      "{'model':'m','max_tokens':9,'messages':[{'role':'user','content':'x'}]}";

  private static final UsageLedger.Selection ALL =
      new UsageLedger.Selection(Instant.EPOCH, Instant.MAX, null, null, null, null);

  private final InMemoryStore store = new InMemoryStore();
  private final UpstreamClient client = new UpstreamClient(Clock.systemUTC());
  private final Handler gateway;
  private final String othersRequest;

  /** The keys by who has them, in the page's order; null for none. */
  private final Map<String, @Nullable String> keys = new LinkedHashMap<>();

  PermissionScene() {
    store
        .mappings()
        .put(
            Deployment.of("m", "openai", "gpt-4o")
                .withDefaults(Map.of("mock_response", RawJson.of("\"ok\""))));
    gateway = Gateway.in(Worlds.of(Worlds.kept(store), client, name -> null, MASTER));
    keys.put("no key", null);
    keys.put("unknown key", "sk-nobody-has-this-one");
    keys.put("master key", MASTER);
    keys.put("blocked key", user("blocked", "proxy_admin"));
    made("/key/block", "{'key':'" + keys.get("blocked key") + "'}");
    for (String role :
        new String[] {
          "internal_user_viewer", "internal_user", "proxy_admin_viewer", "proxy_admin"
        }) {
      keys.put(role, user("a-" + role, role));
    }
    keys.put("key of no user", made("/key/generate", "{}"));
    user("other", "internal_user");
    made(
        "/team/new", "{'team_id':'far','members_with_roles':[{'user_id':'other','role':'admin'}]}");
    made("/key/generate", "{'key':'" + OTHERS_KEY + "','user_id':'other','team_id':'far'}");
    Answer asked = sendWith(OTHERS_KEY, "POST", "/v1/messages", MESSAGE);
    assertEquals(200, asked.status(), asked::body);
    othersRequest = store.ledger().list(ALL, null, 1).getFirst().id();
  }

  /** Makes something as the master; the key in the answer, if there is one. */
  private String made(String path, String body) {
    Answer answer = send("master key", "POST", path, body);
    assertEquals(200, answer.status(), () -> path + body + answer.body());
    return JsonMapper.shared().readTree(answer.body()).path("key").asString("");
  }

  private String user(String id, String role) {
    return made("/user/new", "{'user_id':'" + id + "','user_role':'" + role + "'}");
  }

  /** What a client is told. */
  record Answer(int status, String body) {
    /** Whether the door was shut, whoever the client is. */
    boolean isRefused() {
      return status == 401 || status == 403;
    }
  }

  /** Who stands before the gateway. */
  List<String> people() {
    return List.copyOf(keys.keySet());
  }

  /** The request that the other one's key was used for. */
  String othersRequest() {
    return othersRequest;
  }

  /** Sends a request as somebody; a question mark in {@code path} begins the query. */
  Answer send(String who, String method, String path, String body) {
    return sendWith(keys.get(who), method, path, body);
  }

  private Answer sendWith(@Nullable String key, String method, String path, String body) {
    int mark = path.indexOf('?');
    Headers headers = key == null ? Headers.EMPTY : Headers.of("authorization", "Bearer " + key);
    Request request =
        new Request(
            method,
            mark < 0 ? path : path.substring(0, mark),
            mark < 0 ? null : path.substring(mark + 1),
            headers,
            body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    Told told = new Told();
    try {
      gateway.handle(request, told);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return new Answer(told.status, told.body.toString(StandardCharsets.UTF_8));
  }

  /** How many changes are written down. */
  int changes() {
    return store.audit().list(Instant.EPOCH, Instant.now().plusSeconds(60), null, 500).size();
  }

  @Override
  public void close() {
    client.close();
  }

  private static final class Told implements Responder {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status;

    @Override
    public OutputStream begin(int begun, Headers headers) {
      status = begun;
      return body;
    }
  }
}
