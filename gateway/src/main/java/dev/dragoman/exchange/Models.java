package dev.dragoman.exchange;

import dev.dragoman.access.Access;
import dev.dragoman.access.Caller;
import dev.dragoman.http.Request;
import dev.dragoman.http.Responder;
import dev.dragoman.json.Json;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.routing.ModelTable;
import dev.dragoman.routing.Router;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * {@code GET /v1/models}: in Anthropic's shape for a client that names an {@code
 * anthropic-version}, with the aliases that Claude Code shows in its menu; else in OpenAI's. Of a
 * wildcard such as {@code openai/*} it names the models that the catalogue knows.
 *
 * @see <a href="https://docs.anthropic.com/en/api/models-list">List models</a>
 * @see <a href="https://platform.openai.com/docs/api-reference/models/list">List models, OpenAI</a>
 */
final class Models {
  private static final int DEFAULT_LIMIT = 1_000;

  /** Nobody knows when a model was configured; both shapes want a date. */
  private static final String CREATED = "1970-01-01T00:00:00Z";

  private final Access access;
  private final Router router;

  Models(Access access, Router router) {
    this.access = access;
    this.router = router;
  }

  /** All models. */
  void list(Request http, String requestId, Responder responder) throws IOException {
    Caller caller = access.admit(http.headers());
    ModelTable models = router.models();
    List<String> names =
        caller.visible(models.names(ModelCatalogue::modelsOf), name -> served(models, name));
    if (!anthropic(http)) {
      send(responder, out -> openAiList(names, out));
      return;
    }
    List<String> all =
        Stream.concat(names.stream(), discoverable(caller, names, models))
            .distinct()
            .sorted()
            .toList();
    String after = http.parameter("after_id");
    int from = after == null ? 0 : all.indexOf(after) + 1;
    int to = Math.min(all.size(), from + limit(http));
    send(responder, out -> anthropicList(all.subList(from, to), to < all.size(), out));
  }

  /** One model. */
  void one(Request http, String requestId, Responder responder) throws IOException {
    Caller caller = access.admit(http.headers());
    String path = http.path();
    String start = "/v1/models/";
    String id = Request.decoded(path.substring(start.length()).replace("+", "%2B"), "path");
    String asked = caller.resolve(id);
    String model = served(router.models(), asked);
    caller.requireModel(asked, model == null ? asked : model);
    if (model == null) {
      throw ApiError.of(ErrorType.NOT_FOUND, "model: " + id + " is not configured here")
          .toException();
    }
    boolean anthropic = anthropic(http);
    send(responder, out -> model(id, anthropic, out));
  }

  /**
   * The own name of the model that is served under a name: that of its deployments. Null if there
   * is none.
   */
  static @Nullable String served(ModelTable models, String name) {
    List<Deployment> found = models.find(name);
    return found.isEmpty() ? null : found.getFirst().modelName();
  }

  /** The names for Claude Code's menu; a caller's own names are not found under them. */
  private static Stream<String> discoverable(Caller caller, List<String> names, ModelTable models) {
    return names.stream()
        .filter(name -> caller.resolve(name).equals(name))
        .map(ModelTable::discoverable)
        .filter(name -> served(models, caller.resolve(name)) != null);
  }

  private static boolean anthropic(Request http) {
    return http.headers().contains("anthropic-version");
  }

  private static void openAiList(List<String> names, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("object", "list");
    out.writeArrayPropertyStart("data");
    names.forEach(name -> model(name, false, out));
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void anthropicList(List<String> names, boolean more, JsonGenerator out) {
    out.writeStartObject();
    out.writeArrayPropertyStart("data");
    names.forEach(name -> model(name, true, out));
    out.writeEndArray();
    out.writeBooleanProperty("has_more", more);
    text("first_id", names.isEmpty() ? null : names.getFirst(), out);
    text("last_id", names.isEmpty() ? null : names.getLast(), out);
    out.writeEndObject();
  }

  private static void model(String name, boolean anthropic, JsonGenerator out) {
    out.writeStartObject();
    if (anthropic) {
      out.writeStringProperty("type", "model");
      out.writeStringProperty("id", name);
      out.writeStringProperty("display_name", name);
      out.writeStringProperty("created_at", CREATED);
      out.writeStringProperty("lifecycle", "active");
    } else {
      out.writeStringProperty("id", name);
      out.writeStringProperty("object", "model");
      out.writeNumberProperty("created", 0);
      out.writeStringProperty("owned_by", "dragoman");
    }
    out.writeEndObject();
  }

  private static void text(String name, @Nullable String value, JsonGenerator out) {
    if (value == null) {
      out.writeNullProperty(name);
    } else {
      out.writeStringProperty(name, value);
    }
  }

  private static int limit(Request http) {
    String limit = http.parameter("limit");
    if (limit == null) {
      return DEFAULT_LIMIT;
    }
    if (!limit.matches("[1-9]\\d{0,2}|1000")) {
      throw ApiException.invalid("limit", "must be a number from 1 to 1000");
    }
    return Integer.parseInt(limit);
  }

  private static void send(Responder responder, Consumer<JsonGenerator> body) throws IOException {
    responder.whole(200, Headers.of("content-type", "application/json"), Json.bytes(body));
  }
}
