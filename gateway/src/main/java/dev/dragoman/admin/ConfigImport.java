package dev.dragoman.admin;

import dev.dragoman.config.ConfigFaults;
import dev.dragoman.config.ConfigReader;
import dev.dragoman.config.GatewayConfig;
import dev.dragoman.config.LiteralSecrets;
import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Deployment.Origin;
import dev.dragoman.routing.Configured;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * {@code POST /config}: a {@code config.yaml} becomes all that came from a configuration, as with
 * {@code dragoman config push}. Taken are {@code model_list}, {@code search_tools}, {@code
 * router_settings} and what {@code litellm_settings} say of routing and of models; never what the
 * operator alone may set. It may have what a single model may have, and no more.
 */
final class ConfigImport {
  static final List<Route> ROUTES =
      List.of(Route.post("/config", Right.CHANGE_ALL, ConfigImport::replace));

  private static final int MAX_BODY = 4 << 20;

  /** What stays of a section is looked at; of the operator's settings nothing stays. */
  private static final Set<String> LOOKED_AT =
      Set.of("model_list", "search_tools", "router_settings", "litellm_settings");

  private static final Set<String> OPERATORS = Set.of("master_key", "database_url");

  private ConfigImport() {}

  private static Answer replace(Visit visit) {
    Office office = visit.office();
    Sent sent = Sent.of(visit);
    ModelSafety safety = new ModelSafety(office.policy().get());
    safety.check(lookedAt(sent.json()));
    GatewayConfig config = sent.read(Models.reader(office));
    Configured stored = office.mappings().load();
    Configured configured = configured(config, safety, stored);
    List<Deployment> before = stored.deployments();
    List<String> removed = ids(before, each -> each.origin() == Origin.CONFIG);
    List<String> written = ids(configured.deployments(), each -> true);
    removed.removeAll(written);
    List<String> kept =
        ids(before, each -> each.origin() != Origin.CONFIG && written.contains(each.id()));
    written.removeAll(kept);
    try {
      office.mappings().replaceConfig(configured);
    } catch (UnsupportedOperationException e) {
      throw new ApiException(
          ApiError.invalid("this gateway is configured by a file: change it and start again"), e);
    }
    office.mappingsChanged().run();
    visit.changed(
        "updated",
        "config",
        "config",
        out -> names(before, out),
        out -> names(configured.deployments(), out));
    return Answer.object(out -> {
      out.writeStringProperty("message", written.size() + " deployment(s) written");
      list("written", written, out);
      list("removed", removed, out);
      list("kept_from_api", kept, out);
      list("settings", new TreeSet<>(configured.settings().byName().keySet()), out);
      list("warnings", warnings(config), out);
    });
  }

  /** What is stored, marked as what came by API. */
  private static Configured configured(
      GatewayConfig config, ModelSafety safety, Configured stored) {
    List<String> literal =
        Stream.concat(
                config.deployments().stream().flatMap(d -> LiteralSecrets.in(d).stream()),
                LiteralSecrets.in(config.routing()).stream())
            .filter(name -> !name.startsWith("the api_key of "))
            .distinct()
            .toList();
    if (!literal.isEmpty()) {
      throw ApiError.invalid(
              String.join(", ", literal)
                  + " stands in the file itself; it would be stored in plain text")
          .toException();
    }
    if (config.deployments().size() > Models.MOST) {
      throw ApiException.invalid("model_list", "has more than " + Models.MOST + " entries");
    }
    config.deployments().forEach(safety::check);
    return new Configured(
        config.deployments().stream()
            .map(each -> each.withDefaults(Map.of(Deployment.SENT, RawJson.of("true"))))
            .toList(),
        config.routing(),
        stored.policy());
  }

  private static List<String> warnings(GatewayConfig config) {
    List<String> warnings = new ArrayList<>(config.warnings());
    Set<String> operators = new TreeSet<>(config.generalSettings().keySet());
    operators.addAll(config.policy().keySet());
    operators.remove("search_tools");
    if (config.masterKey() != null) {
      operators.add("master_key");
    }
    if (!operators.isEmpty()) {
      warnings.add(
          "These settings are the operator's and were not taken: "
              + String.join(", ", operators)
              + ".");
    }
    return warnings;
  }

  private static RawJson lookedAt(RawJson file) {
    if (!file.isObject()) {
      throw ApiError.invalid("the file must be a mapping that has model_list").toException();
    }
    Map<String, RawJson> sections = Json.fields(file);
    if (!sections.containsKey("model_list")) {
      throw ApiException.invalid("model_list", "is missing: to remove all, send an empty list");
    }
    RawJson variables = sections.get("environment_variables");
    if (variables != null && !variables.isNull() && !variables.toString().equals("{}")) {
      throw ApiException.invalid(
          "environment_variables", "cannot be sent: set them where the gateway runs");
    }
    return RawJson.of(
        Json.text(out -> {
          out.writeStartObject();
          sections.forEach((name, value) -> {
            if (LOOKED_AT.contains(name)) {
              section(name, value, out);
            }
          });
          RawJson general = sections.get("general_settings");
          if (general != null && general.isObject()) {
            RawJson search = Json.fields(general).get("search_tools");
            if (search != null) {
              section("general_settings.search_tools", search, out);
            }
          }
          out.writeEndObject();
        }));
  }

  private static void section(String name, RawJson value, JsonGenerator out) {
    out.writeName(name);
    if (!name.endsWith("_settings") || !value.isObject()) {
      value.writeTo(out);
      return;
    }
    out.writeStartObject();
    Json.fields(value)
        .forEach((setting, is) -> {
          if (!OPERATORS.contains(setting)) {
            out.writeName(setting);
            is.writeTo(out);
          }
        });
    out.writeEndObject();
  }

  private static List<String> ids(List<Deployment> deployments, Predicate<Deployment> which) {
    return deployments.stream()
        .filter(which)
        .map(Deployment::id)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static void names(List<Deployment> deployments, JsonGenerator out) {
    out.writeStartObject();
    deployments.stream()
        .filter(each -> each.origin() == Origin.CONFIG)
        .forEach(each -> out.writeStringProperty(each.id(), each.toString()));
    out.writeEndObject();
  }

  private static void list(String name, Iterable<String> texts, JsonGenerator out) {
    out.writeArrayPropertyStart(name);
    texts.forEach(out::writeString);
    out.writeEndArray();
  }

  /**
   * A file as it was sent.
   *
   * @param yaml null if it came as JSON
   * @param json the same as JSON
   */
  private record Sent(@Nullable String yaml, RawJson json) {
    static Sent of(Visit visit) {
      byte[] body = visit.http().body();
      if (body.length > MAX_BODY) {
        throw ApiError.of(ErrorType.REQUEST_TOO_LARGE, "the file is larger than 4 MiB")
            .toException();
      }
      String type = visit.http().headers().first("content-type");
      try {
        return type != null && type.toLowerCase(Locale.ROOT).contains("json")
            ? ofJson(body)
            : ofYaml(utf8(body));
      } catch (ConfigFaults e) {
        throw refused(e);
      }
    }

    /** The file itself, or an object with the file's text as {@code config}. */
    private static Sent ofJson(byte[] body) {
      Form.check(body);
      RawJson json = new RawJson(body, 0, body.length);
      RawJson text = Json.fields(json).get("config");
      if (text == null) {
        return new Sent(null, json);
      }
      try (JsonParser in = text.parser()) {
        if (in.nextToken() != JsonToken.VALUE_STRING) {
          throw ApiException.invalid("config", "must be the file's text");
        }
        return ofYaml(in.getString());
      }
    }

    private static Sent ofYaml(String yaml) {
      return new Sent(yaml, ConfigReader.json(yaml));
    }

    private static String utf8(byte[] body) {
      try {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      } catch (CharacterCodingException e) {
        throw new ApiException(ApiError.invalid("the file is not UTF-8"), e);
      }
    }

    GatewayConfig read(ConfigReader reader) {
      try {
        return yaml == null ? reader.read(json) : reader.read(yaml);
      } catch (ConfigFaults e) {
        throw refused(e);
      }
    }

    private static ApiException refused(ConfigFaults faults) {
      return ApiError.invalid(faults.rendered("config.yaml")).toException();
    }
  }
}
