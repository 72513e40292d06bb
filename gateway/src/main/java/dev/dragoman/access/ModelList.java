package dev.dragoman.access;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The models that somebody's keys may ask for: names, wildcards, and LiteLLM's words for many.
 *
 * @param owner whose list it is: {@code key sk-...abcd}
 * @param entries as they were set; without any it permits all
 * @param everything the words that permit all
 */
record ModelList(String owner, List<String> entries, List<String> everything) {
  private static final int SHOWN = 20;

  private static final String ALL = "*";
  private static final String ALL_OF_GATEWAY = "all-proxy-models";
  private static final String ALL_OF_TEAM = "all-team-models";
  private static final String ONLY_WITH_TEAM = "no-default-models";

  /**
   * Bare names that LiteLLM knows the maker of, so that {@code openai/*} permits {@code gpt-4o}.
   */
  private static final Map<String, Pattern> MAKERS =
      Map.of(
          "anthropic/", Pattern.compile("claude-.*"),
          "gemini/", Pattern.compile("gemini-.*"),
          "vertex_ai/", Pattern.compile("gemini-.*"),
          "openai/", Pattern.compile("(chat)?gpt-.*|o\\d.*"));

  /** Of a key that has the models of its team: the team's list says which these are. */
  static ModelList of(VirtualKey key) {
    return new ModelList(Quota.owner(key), key.models(), List.of(ALL, ALL_OF_GATEWAY, ALL_OF_TEAM));
  }

  static ModelList of(Team team) {
    return new ModelList(
        Quota.owner(team), team.models(), List.of(ALL, ALL_OF_GATEWAY, ALL_OF_TEAM));
  }

  /** A user without models of its own has those of the team, for a key that is for one. */
  static ModelList of(User user, boolean forTeam) {
    return new ModelList(
        Quota.owner(user),
        user.models(),
        forTeam ? List.of(ALL, ALL_OF_GATEWAY, ONLY_WITH_TEAM) : List.of(ALL, ALL_OF_GATEWAY));
  }

  /**
   * Whether a model is among them. A name permits what it is the name of, be it the model's or one
   * that stands for it. A wildcard is held against the model's own name alone: else {@code
   * claude-*} would permit every model, since each can be asked for with {@code claude-} before its
   * name.
   *
   * @param asked the name it is asked for by
   * @param model its own name
   */
  boolean permits(String asked, String model) {
    if (entries.isEmpty()) {
      return true;
    }
    for (String entry : entries) {
      if (everything.contains(entry) || entry.equals(asked) || matches(entry, model)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String entry, String model) {
    if (!Glob.isOne(entry)) {
      return entry.equals(model);
    }
    return Glob.matches(entry, model) || (model.indexOf('/') < 0 && ofMaker(entry, model));
  }

  private static boolean ofMaker(String entry, String model) {
    return MAKERS.entrySet().stream()
        .anyMatch(maker ->
            maker.getValue().matcher(model).matches()
                && Glob.matches(entry, maker.getKey() + model));
  }

  /** For a person to read. */
  String text() {
    String shown = entries.stream().limit(SHOWN).collect(Collectors.joining(", "));
    return entries.size() > SHOWN ? shown + ", and " + (entries.size() - SHOWN) + " more" : shown;
  }
}
