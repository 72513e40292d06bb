package dev.dragoman.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Models that stand in, as LiteLLM writes them: a list whose items have one entry each, from a
 * model's name to those that stand in for it, {@code [{"a": ["b", "c"]}, {"*": ["d"]}]}. Beyond
 * that a single name may stand for a list of one, and an item that is only a name stands in for
 * every model. Of a model that is written twice the later ones come last.
 *
 * @see <a href="https://docs.litellm.ai/docs/proxy/reliability">LiteLLM, fallbacks</a>
 */
final class FallbackReader {
  private static final String LIST = "a list of items like {model: [those that stand in]}";
  private static final String NAMES = "a list of models' names";

  private FallbackReader() {}

  static Map<String, List<String>> read(SettingCursor in) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    in.items(
        LIST,
        () -> {
          if (in.isText()) {
            add(all, "*", in);
            return;
          }
          int[] entries = {0};
          in.entries(
              "a model's name with those that stand in for it",
              model -> {
                if (entries[0]++ == 1) {
                  in.wrong("must be an item of its own: put \"- \" before it");
                }
                add(all, model.strip(), in);
              });
        });
    return all;
  }

  private static void add(Map<String, List<String>> all, String model, SettingCursor in) {
    List<String> names = all.computeIfAbsent(model, _ -> new ArrayList<>());
    names(in).stream().filter(name -> !names.contains(name)).forEach(names::add);
  }

  /** Names, of which one may also stand alone, or be written {@code {"model": name}}. */
  static List<String> names(SettingCursor in) {
    List<String> names = new ArrayList<>();
    if (in.isText() || in.isObject()) {
      name(in, names);
    } else {
      in.items(NAMES, () -> name(in, names));
    }
    return names;
  }

  private static void name(SettingCursor in, List<String> names) {
    if (!in.isObject()) {
      String name = in.text();
      if (name != null) {
        names.add(name);
      }
      return;
    }
    in.entries(
        NAMES,
        key -> {
          if (key.equals("model")) {
            name(in, names);
          } else {
            in.skip();
            in.wrong("is not possible here: only the model's name can be given");
          }
        });
  }
}
