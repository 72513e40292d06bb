package dev.dragoman.doctor;

import dev.dragoman.doctor.Answer.Pace;
import dev.dragoman.json.RawJson;
import dev.dragoman.provider.ModelFacts;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;

/** Probes whose answer is text: whole, in pieces, stopped, of a given shape, searched for. */
final class TextProbes {
  static final String CHECK = "model, api_base and api_key in litellm_params: see what it said";

  private static final String WORD =
      "[{\"role\":\"user\",\"content\":\"Answer with this one word and nothing else: kestrel\"}]";

  private static final String OWN_SEARCH =
      "search_tools in the configuration, so that the gateway searches where the provider does not";

  /** A provider takes longer than this to write an answer that it has not kept back. */
  private static final long BURST_MILLIS = 1_500;

  private TextProbes() {}

  /** The question for one word, with a limit on the answer. */
  static String word(int maxTokens) {
    return "\"max_tokens\":" + maxTokens + ",\"messages\":" + WORD;
  }

  static Verdict text(Client client, ModelFacts facts) {
    Answer answer = client.askWhole(word(2_000));
    Verdict trouble = Verdict.trouble(answer, CHECK);
    if (trouble != null) {
      boolean unsaid = trouble.outcome() == Outcome.FAILS && trouble.set().isEmpty();
      return unsaid ? trouble.setting(CHECK) : trouble;
    }
    Verdict says = Verdict.says(answer, "kestrel");
    boolean disobeyed = says.outcome() == Outcome.FAILS && !answer.text().isBlank();
    return disobeyed ? Verdict.unknown(says.remark()) : says;
  }

  static Verdict streaming(Client client, ModelFacts facts) {
    Answer answer =
        client.ask(
            """
            "max_tokens":2000,"messages":[{"role":"user","content":
              "Count from 1 to 30 with a space between the numbers, and write nothing else."}]\
            """);
    Verdict trouble = Verdict.trouble(answer, CHECK);
    if (trouble != null) {
      return trouble;
    }
    Pace pace = answer.pace();
    String how =
        String.format(
            Locale.ROOT,
            "%,d pieces, the first after %,d ms, the last after %,d ms",
            pace.pieces(),
            pace.firstMillis(),
            pace.lastMillis());
    if (pace.pieces() == 0) {
      return Verdict.fails("an answer without text");
    }
    boolean burst =
        pace.firstMillis() > BURST_MILLIS
            && pace.lastMillis() - pace.firstMillis() < pace.firstMillis() / 20;
    if (pace.pieces() == 1 || burst) {
      return Verdict.fails("its text came at once, not as it was written: " + how)
          .setting("api_base without what stands between and buffers, if anything does");
    }
    return Verdict.holds(how);
  }

  static Verdict stop(Client client, ModelFacts facts) {
    Answer answer =
        client.ask(
            """
            "max_tokens":2000,"stop_sequences":["gamma"],"messages":[{"role":"user","content":
              "Write these four words in this order and nothing else: alpha beta gamma delta"}]\
            """);
    Verdict trouble =
        Verdict.trouble(answer, "additional_drop_params: [\"stop\"] in litellm_params");
    if (trouble != null) {
      return trouble;
    }
    String text = answer.text().toLowerCase(Locale.ROOT);
    if (text.contains("delta")) {
      boolean noted = answer.notes().stream().anyMatch(note -> note.startsWith("stop_sequences"));
      return noted ? Verdict.holds("") : Verdict.fails("it went on behind the stop sequence");
    }
    if (!text.contains("alpha")) {
      return Verdict.unknown("it did not write the words: " + Verdict.quote(text));
    }
    return Verdict.holds(
        answer.stopReason().equals("stop_sequence")
            ? ""
            : "ended as " + answer.stopReason() + ": the provider does not say what stopped it");
  }

  static Verdict structured(Client client, ModelFacts facts) {
    Answer answer =
        client.ask(
            """
            "max_tokens":2000,"output_config":{"format":{"type":"json_schema","schema":{
              "type":"object","properties":{"bird":{"type":"string"},"count":{"type":"integer"}},
              "required":["bird","count"],"additionalProperties":false}}},
            "messages":[{"role":"user","content":
              "Seven herons stand in the shallows. Which bird, and how many? Answer in JSON."}]\
            """);
    Verdict trouble =
        Verdict.trouble(answer, "additional_drop_params: [\"response_format\"] in litellm_params");
    if (trouble != null) {
      return trouble;
    }
    JsonFields said;
    try {
      said = JsonFields.of(RawJson.of(answer.text()));
    } catch (JacksonException e) {
      return Verdict.fails("its answer is no JSON: " + Verdict.quote(answer.text()));
    }
    boolean shaped = !said.text("bird").isEmpty() && said.number("count") != null;
    return shaped
        ? Verdict.holds("")
        : Verdict.fails("its answer is not of the schema: " + Verdict.quote(answer.text()));
  }

  static Verdict search(Client client, ModelFacts facts) {
    Answer answer =
        client.ask(
            """
            "max_tokens":4000,
            "tools":[{"type":"web_search_20250305","name":"web_search","max_uses":2}],
            "messages":[{"role":"user","content":
              "Search the web for the page of IANA on example domains, and give its address."}]\
            """);
    Verdict trouble = Verdict.trouble(answer, OWN_SEARCH);
    if (trouble != null) {
      return trouble.outcome() == Outcome.REFUSED ? trouble.setting(OWN_SEARCH) : trouble;
    }
    List<JsonFields> results = answer.blocks("web_search_tool_result");
    if (results.isEmpty()) {
      return Verdict.unknown("it did not search: " + Verdict.quote(answer.text()));
    }
    int found = results.stream().mapToInt(result -> result.items("content").size()).sum();
    if (found == 0) {
      String why = results.getFirst().object("content").text("error_code");
      return Verdict.fails("it searched and found nothing" + (why.isEmpty() ? "" : ": " + why));
    }
    return Verdict.holds(found + " pages found");
  }
}
