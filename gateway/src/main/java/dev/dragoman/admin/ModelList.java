package dev.dragoman.admin;

import dev.dragoman.access.Caller;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.provider.Deployment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code GET /v1/model/info} and {@code /model_group/info}: what is configured, and what is known
 * of it. Who sees not everything sees the models of its key, without addresses and parameters.
 */
final class ModelList {
  private ModelList() {}

  /** All deployments, or the one of {@code litellm_model_id}. */
  static Answer info(Visit visit) {
    String id = visit.parameter("litellm_model_id");
    List<Deployment> shown =
        visible(visit).stream().filter(each -> id == null || each.id().equals(id)).toList();
    if (id != null && shown.isEmpty()) {
      throw ApiError.of(ErrorType.NOT_FOUND, "there is no model of that litellm_model_id")
          .toException();
    }
    return Answer.object(out -> {
      out.writeArrayPropertyStart("data");
      for (Deployment each : shown) {
        out.writeStartObject();
        out.writeStringProperty("model_name", each.modelName());
        ModelPage.of(each).write(each, visit.office().models().of(each), visit.seesAll(), out);
        out.writeEndObject();
      }
      out.writeEndArray();
    });
  }

  /** All names, each with what its first deployment is known to do. */
  static Answer groups(Visit visit) {
    Map<String, List<Deployment>> groups =
        visible(visit).stream()
            .collect(
                Collectors.groupingBy(Deployment::modelName, TreeMap::new, Collectors.toList()));
    return Answer.object(out -> {
      out.writeArrayPropertyStart("data");
      groups.forEach((name, deployments) -> {
        Deployment first = deployments.getFirst();
        Map<String, RawJson> facts = new LinkedHashMap<>();
        ModelPage.facts(facts, first, visit.office().models().of(first));
        facts.remove("key");
        facts.remove("litellm_provider");
        out.writeStartObject();
        out.writeStringProperty("model_group", name);
        out.writeArrayPropertyStart("providers");
        Set<String> providers = new TreeSet<>();
        deployments.forEach(each -> providers.add(each.provider()));
        providers.forEach(out::writeString);
        out.writeEndArray();
        facts.forEach((field, value) -> {
          // The client's types have no null here
          boolean silent = field.startsWith("supports_") && value.isNull();
          out.writeName(field);
          (silent ? RawJson.of("false") : value).writeTo(out);
        });
        out.writeEndObject();
      });
      out.writeEndArray();
    });
  }

  private static List<Deployment> visible(Visit visit) {
    List<Deployment> all = visit.office().mappings().load().deployments();
    return visit.seesAll()
        ? all
        : all.stream().filter(each -> may(visit.caller(), each.modelName())).toList();
  }

  private static boolean may(Caller caller, String model) {
    return Stream.of(
            caller.key() == null ? List.<String>of() : caller.key().models(),
            caller.user() == null ? List.<String>of() : caller.user().models(),
            caller.team() == null ? List.<String>of() : caller.team().models())
        .allMatch(names -> names.isEmpty() || names.stream().anyMatch(name -> fits(name, model)));
  }

  private static boolean fits(String name, String model) {
    int star = name.indexOf('*');
    return name.equals(model)
        || name.equals("all-proxy-models")
        || (star >= 0
            && model.length() >= name.length() - 1
            && model.startsWith(name.substring(0, star))
            && model.endsWith(name.substring(star + 1)));
  }
}
