package dev.dragoman.doctor;

import dev.dragoman.provider.ModelFacts;
import java.util.List;

/** Whether a model thinks before a call, and takes its thinking back with the call's result. */
final class ThinkingProbe {
  private static final String SETTING = "additional_drop_params: [\"thinking\"] in litellm_params";

  private ThinkingProbe() {}

  /** As Claude Code asks it of all models, and of those that refuse that, with a budget. */
  static Verdict thinking(Client client, ModelFacts facts) {
    Answer called = client.ask(question("{\"type\":\"adaptive\"}") + "]");
    boolean older = called.status() == 400 && !called.refusedHere();
    String thinking =
        older ? "{\"type\":\"enabled\",\"budget_tokens\":1024}" : "{\"type\":\"adaptive\"}";
    if (older) {
      called = client.ask(question(thinking) + "]");
    }
    Verdict trouble = Verdict.trouble(called, SETTING);
    if (trouble != null) {
      return trouble;
    }
    List<JsonFields> thoughts = called.blocks("thinking");
    List<JsonFields> calls = called.blocks("tool_use");
    if (thoughts.isEmpty() && called.blocks("redacted_thinking").isEmpty()) {
      return Verdict.unknown("no thinking is shown");
    }
    if (calls.isEmpty()) {
      return Verdict.unknown("it thought, and called no tool: " + Verdict.quote(called.text()));
    }
    if (thoughts.stream().anyMatch(thought -> thought.text("signature").isEmpty())) {
      return Verdict.fails("its thinking has no signature, so that it cannot be given back");
    }
    Answer answer =
        client.ask(
            question(thinking)
                + ","
                + ToolProbes.assistant(called)
                + ",{\"role\":\"user\",\"content\":["
                + ToolProbes.result(calls.getFirst(), "sycamore")
                + "]}]");
    trouble = Verdict.trouble(answer, SETTING);
    if (trouble != null) {
      return trouble;
    }
    Verdict says = Verdict.says(answer, "sycamore");
    return says.outcome() == Outcome.HOLDS && older
        ? Verdict.holds("with a budget; adaptive thinking is refused")
        : says;
  }

  private static String question(String thinking) {
    return "\"max_tokens\":4000,\"thinking\":"
        + thinking
        + ",\"tools\":["
        + ToolProbes.SECRET
        + "],\"messages\":["
        + ToolProbes.user(
            "Think it through first: what is 17 times 23? Then call the tool secret_word with the"
                + " product as its key, and say the word that it gave.");
  }
}
