package dev.dragoman.routing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Other names of models as LiteLLM's {@code model_group_alias} writes them: {@code {"alias":
 * "model"}} or {@code {"alias": {"model": "model", "hidden": true}}}.
 *
 * @param models from the alias to the model
 * @param hidden the aliases that are not listed
 */
record AliasReader(Map<String, String> models, Set<String> hidden) {
  static AliasReader read(SettingCursor in) {
    AliasReader aliases = new AliasReader(new HashMap<>(), new HashSet<>());
    in.entries("a mapping from aliases to models' names", alias -> aliases.read(alias, in));
    return aliases;
  }

  private void read(String alias, SettingCursor in) {
    if (!in.isObject()) {
      put(alias, in.text());
      return;
    }
    Set<String> keys = new HashSet<>();
    in.entries(
        "a model's name or {model: NAME, hidden: true}",
        key -> {
          keys.add(key);
          switch (key) {
            case "model" -> put(alias, in.text());
            case "hidden" -> hide(alias, in.flag());
            default -> {
              in.skip();
              in.wrong("means nothing here: there are model and hidden");
            }
          }
        });
    if (!keys.contains("model")) {
      in.wrong("must name a model");
    }
  }

  private void put(String alias, @Nullable String model) {
    if (model != null) {
      models.put(alias, model);
    }
  }

  private void hide(String alias, @Nullable Boolean is) {
    if (Boolean.TRUE.equals(is)) {
      hidden.add(alias);
    }
  }
}
