package dev.dragoman.admin;

import dev.dragoman.access.Policy;
import dev.dragoman.config.ConfigFaults;
import dev.dragoman.config.ConfigReader;
import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Deployment.Origin;
import dev.dragoman.provider.catalogue.Providers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * {@code POST /model/new}, {@code /model/update}, {@code /model/delete}: deployments beside those
 * of the configuration. They are read as entries of {@code model_list} are, and are kept.
 *
 * @see <a href="https://docs.litellm.ai/docs/proxy/model_management">LiteLLM, model management</a>
 */
final class Models {
  static final List<Route> ROUTES =
      List.of(
          Route.post("/model/new", Right.CHANGE_ALL, Models::add),
          Route.post("/model/update", Right.CHANGE_ALL, Models::update),
          Route.post("/model/delete", Right.CHANGE_ALL, Models::delete),
          Route.get("/model/info", Right.SEE_OWN, ModelList::info),
          Route.get("/v1/model/info", Right.SEE_OWN, ModelList::info),
          Route.get("/model_group/info", Right.SEE_OWN, ModelList::groups));

  /** The most deployments there may be, however they came. */
  static final int MOST = 1_000;

  /** What a model's entry takes from the environment of the gateway when it is added. */
  private static final Set<String> PLAIN =
      Set.of(
          "AWS_REGION",
          "AWS_REGION_NAME",
          "AZURE_API_VERSION",
          "VERTEXAI_LOCATION",
          "VERTEXAI_PROJECT",
          "VERTEX_LOCATION",
          "VERTEX_PROJECT");

  private static final Set<String> STAMPS =
      Set.of("created_at", "created_by", "updated_at", "updated_by");

  private Models() {}

  /** What is read of an entry that was sent: of the environment only what is no secret. */
  static ConfigReader reader(Office office) {
    return new ConfigReader(
        Providers.known(), name -> PLAIN.contains(name) ? office.environment().get(name) : null);
  }

  private static Answer add(Visit visit) {
    Office office = visit.office();
    Policy policy = policy(visit);
    Form form = visit.form();
    String name = form.requiredText("model_name");
    Map<String, RawJson> params = form.object("litellm_params");
    Map<String, RawJson> info = new LinkedHashMap<>(form.object("model_info"));
    form.done();
    List<Deployment> there = office.mappings().load().deployments();
    if (there.size() >= MOST) {
      throw ApiError.invalid("there are " + MOST + " deployments already").toException();
    }
    STAMPS.forEach(info::remove);
    info.put("created_at", text(visit.now().toString()));
    info.put("created_by", text(visit.actor()));
    info.put("updated_at", text(visit.now().toString()));
    info.put("updated_by", text(visit.actor()));
    ConfigReader.Model read = read(office, policy, name, params, info);
    Deployment added = read.deployment();
    if (find(there, added.id()).isPresent()) {
      throw ApiException.invalid("model_info.id", "is the id of a model that is there already");
    }
    office.mappings().put(added);
    office.mappingsChanged().run();
    visit.changed("created", "model", added.id(), null, out -> row(added, List.of(), out));
    return Answer.json(out -> row(added, read.warnings(), out));
  }

  /** Fields that are not sent, or null, stay as they were, as with LiteLLM. */
  private static Answer update(Visit visit) {
    Office office = visit.office();
    Policy policy = policy(visit);
    Form form = visit.form();
    String name = form.text("model_name");
    Map<String, RawJson> params = form.object("litellm_params");
    Map<String, RawJson> info = new LinkedHashMap<>(form.object("model_info"));
    String own = form.text("id");
    form.done();
    String id = own == null ? idIn(info) : own;
    info.remove("id");
    Deployment before =
        stored(
            office,
            id,
            "Can't edit model. Model in config. Store model in db via `/model/new`. to edit.");
    ModelPage page = ModelPage.of(before);
    Map<String, RawJson> newParams = new LinkedHashMap<>(page.params());
    Map<String, RawJson> newInfo = new LinkedHashMap<>(page.info());
    if (says(info, "max_tokens") || says(info, "max_output_tokens")) {
      newParams.remove("max_tokens");
    }
    STAMPS.forEach(info::remove);
    merge(newParams, params);
    merge(newInfo, info);
    newInfo.put("updated_at", text(visit.now().toString()));
    newInfo.put("updated_by", text(visit.actor()));
    ConfigReader.Model read =
        read(office, policy, name == null ? before.modelName() : name, newParams, newInfo);
    Deployment after = read.deployment();
    office.mappings().put(after);
    office.mappingsChanged().run();
    visit.changed(
        "updated",
        "model",
        id,
        out -> row(before, List.of(), out),
        out -> row(after, List.of(), out));
    return Answer.json(out -> row(after, read.warnings(), out));
  }

  private static Answer delete(Visit visit) {
    Office office = visit.office();
    policy(visit);
    Form form = visit.form();
    String id = form.requiredText("id");
    form.done();
    Deployment before =
        stored(
            office, id, "Model with id=" + shown(id) + " is in the configuration: remove it there");
    if (!office.mappings().remove(id)) {
      throw unknown(id);
    }
    office.mappingsChanged().run();
    visit.changed("deleted", "model", id, out -> row(before, List.of(), out), null);
    return Answer.object(
        out -> out.writeStringProperty("message", "Model: " + id + " deleted successfully"));
  }

  private static Policy policy(Visit visit) {
    Policy policy = visit.office().policy().get();
    if (!policy.storeModels()) {
      throw ApiError.invalid(
              "models are not taken by API here: set general_settings.store_model_in_db to true")
          .toException();
    }
    return policy;
  }

  private static ConfigReader.Model read(
      Office office,
      Policy policy,
      String name,
      Map<String, RawJson> params,
      Map<String, RawJson> info) {
    RawJson entry =
        RawJson.of(
            Json.text(out -> {
              out.writeStartObject();
              out.writeStringProperty("model_name", name);
              object("litellm_params", params, out);
              object("model_info", info, out);
              out.writeEndObject();
            }));
    ModelSafety safety = new ModelSafety(policy);
    safety.check(entry);
    try {
      ConfigReader.Model read = reader(office).readModel(entry, id(office));
      Deployment deployment = read.deployment().from(Origin.API);
      safety.check(deployment);
      return new ConfigReader.Model(deployment, read.warnings());
    } catch (ConfigFaults e) {
      throw ApiError.invalid(
              String.join(
                  "; ",
                  e.faults().stream().map(fault -> fault.path() + ": " + fault.message()).toList()))
          .toException();
    }
  }

  private static String id(Office office) {
    return new UUID(office.random().nextLong(), office.random().nextLong()).toString();
  }

  /** The deployment of that id that came by API. */
  private static Deployment stored(Office office, String id, String configured) {
    Deployment there =
        find(office.mappings().load().deployments(), id).orElseThrow(() -> unknown(id));
    if (there.origin() != Origin.API) {
      throw ApiError.invalid(configured).toException();
    }
    return there;
  }

  private static ApiException unknown(String id) {
    return ApiError.of(ErrorType.NOT_FOUND, "Model with id=" + shown(id) + " not found in db")
        .toException();
  }

  private static Optional<Deployment> find(List<Deployment> there, String id) {
    return there.stream().filter(deployment -> deployment.id().equals(id)).findFirst();
  }

  private static String idIn(Map<String, RawJson> info) {
    RawJson id = info.get("id");
    if (id == null || id.isNull()) {
      throw ApiException.invalid("id", "is required");
    }
    Form fields =
        Form.of(
            Json.bytes(out -> {
              out.writeStartObject();
              out.writeName("id");
              id.writeTo(out);
              out.writeEndObject();
            }));
    return fields.requiredText("id");
  }

  private static void merge(Map<String, RawJson> into, Map<String, RawJson> sent) {
    sent.forEach((name, value) -> {
      if (!value.isNull()) {
        into.put(name, value);
      }
    });
  }

  private static boolean says(Map<String, RawJson> fields, String name) {
    RawJson value = fields.get(name);
    return value != null && !value.isNull();
  }

  /** A row of LiteLLM's table of models. */
  private static void row(Deployment deployment, List<String> warnings, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("model_id", deployment.id());
    out.writeStringProperty("model_name", deployment.modelName());
    ModelPage.of(deployment).write(out);
    for (String stamp : List.of("created_at", "created_by", "updated_at", "updated_by")) {
      textOrNull(stamp, deployment.text(stamp), out);
    }
    if (!warnings.isEmpty()) {
      out.writeArrayPropertyStart("warnings");
      warnings.forEach(out::writeString);
      out.writeEndArray();
    }
    out.writeEndObject();
  }

  private static void textOrNull(String name, @Nullable String value, JsonGenerator out) {
    if (value == null) {
      out.writeNullProperty(name);
    } else {
      out.writeStringProperty(name, value);
    }
  }

  private static void object(String name, Map<String, RawJson> fields, JsonGenerator out) {
    out.writeObjectPropertyStart(name);
    fields.forEach((field, value) -> {
      out.writeName(field);
      value.writeTo(out);
    });
    out.writeEndObject();
  }

  private static RawJson text(String value) {
    return RawJson.of(Json.text(out -> out.writeString(value)));
  }

  /** An id as it may be quoted: whoever pasted a key instead does not meet it again. */
  private static String shown(String id) {
    return SecretRule.isSecret(List.of(), id) ? "***" : id;
  }
}
