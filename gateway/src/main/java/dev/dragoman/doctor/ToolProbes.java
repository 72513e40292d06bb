package dev.dragoman.doctor;

import dev.dragoman.provider.ModelFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Probes of tools: called, called at once, forced, loaded on the way. */
final class ToolProbes {
  static final String NO_TOOLS = "supports_function_calling: false in model_info, if it takes none";

  /** A tool whose answers no model can guess. */
  static final String SECRET =
      """
      {"name":"secret_word","description":"Gives the secret word of a key.","input_schema":{\
      "type":"object","properties":{"key":{"type":"string","description":"The key."}},\
      "required":["key"]}}\
      """;

  private static final String DEFERRED = SECRET.replaceFirst("\\}$", ",\"defer_loading\":true}");

  private ToolProbes() {}

  static Verdict call(Client client, ModelFacts facts) {
    String question =
        user("Call the tool secret_word with the key 'alpha'. Then say the word that it gave.");
    String tools = "\"max_tokens\":2000,\"tools\":[" + SECRET + "],\"messages\":[" + question;
    Answer called = client.ask(tools + "]");
    Verdict trouble = Verdict.trouble(called, NO_TOOLS);
    if (trouble != null) {
      return trouble;
    }
    List<JsonFields> calls = called.blocks("tool_use");
    Verdict wrong = wrong(called, calls, "alpha");
    if (wrong != null) {
      return wrong;
    }
    Answer answer =
        client.ask(
            tools
                + ","
                + assistant(called)
                + ",{\"role\":\"user\",\"content\":["
                + result(calls.getFirst(), "tamarind")
                + "]}]");
    trouble = Verdict.trouble(answer, NO_TOOLS);
    return trouble == null ? Verdict.says(answer, "tamarind") : trouble;
  }

  /** The results go back in the other order: clients do that. */
  static Verdict parallelCalls(Client client, ModelFacts facts) {
    String question =
        user(
            "Call the tool secret_word twice at once, in parallel: with the key 'alpha' and with"
                + " the key 'beta'. Then say both words that it gave.");
    String tools = "\"max_tokens\":2000,\"tools\":[" + SECRET + "],\"messages\":[" + question;
    Answer called = client.ask(tools + "]");
    Verdict trouble = Verdict.trouble(called, NO_TOOLS);
    if (trouble != null) {
      return trouble;
    }
    List<JsonFields> calls = called.blocks("tool_use");
    if (calls.size() == 1) {
      return Verdict.unknown("one call at a time: Claude Code works so too, in more turns");
    }
    Verdict wrong = wrong(called, calls, "alpha", "beta");
    if (wrong != null) {
      return wrong;
    }
    Answer answer =
        client.ask(
            tools
                + ","
                + assistant(called)
                + ",{\"role\":\"user\",\"content\":["
                + result(calls.get(1), "juniper")
                + ","
                + result(calls.get(0), "marigold")
                + "]}]");
    trouble = Verdict.trouble(answer, NO_TOOLS);
    return trouble == null ? Verdict.says(answer, "marigold", "juniper") : trouble;
  }

  /** As clients ask for an answer of a shape where they do not use a format. */
  static Verdict forced(Client client, ModelFacts facts) {
    Answer answer =
        client.ask(
            """
            "max_tokens":2000,"tool_choice":{"type":"tool","name":"record_answer"},
            "tools":[{"name":"record_answer","description":"Records an answer.","input_schema":{
              "type":"object","properties":{"answer":{"type":"integer"}},"required":["answer"]}}],
            "messages":[{"role":"user","content":
              "What is six times seven? Give it with record_answer."}]\
            """);
    Verdict trouble =
        Verdict.trouble(answer, "additional_drop_params: [\"tool_choice\"] in litellm_params");
    if (trouble != null) {
      return trouble;
    }
    List<JsonFields> calls = answer.blocks("tool_use");
    if (calls.isEmpty()) {
      return Verdict.fails("the tool was not called: " + Verdict.quote(answer.text()));
    }
    Long said = calls.getFirst().object("input").number("answer");
    return said == null
        ? Verdict.fails("the tool was called without what its schema requires")
        : Verdict.holds("");
  }

  /** As Claude Code loads an MCP server's tools: found by a tool of its own, then called. */
  static Verdict deferred(Client client, ModelFacts facts) {
    Answer answer =
        client.ask(
            """
            "max_tokens":2000,"tools":[{"name":"ToolSearch","description":
              "Finds tools that can be called from then on.","input_schema":{"type":"object",
              "properties":{"query":{"type":"string"}},"required":["query"]}},%s],"messages":[
              %s,
              {"role":"assistant","content":[{"type":"tool_use","id":"toolu_doctor_1",
                "name":"ToolSearch","input":{"query":"secret_word"}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_doctor_1",
                "content":[{"type":"tool_reference","tool_name":"secret_word"}]}]}]\
            """
                .formatted(
                    DEFERRED,
                    user("Find the tool secret_word, and call it with the key 'alpha'.")));
    Verdict trouble = Verdict.trouble(answer, NO_TOOLS);
    if (trouble != null) {
      return trouble;
    }
    Verdict wrong = wrong(answer, answer.blocks("tool_use"), "alpha");
    return wrong == null ? Verdict.holds("") : wrong;
  }

  /** Why these are not calls of the secret word with each of the keys; null if they are. */
  private static @Nullable Verdict wrong(Answer answer, List<JsonFields> calls, String... keys) {
    if (calls.isEmpty()) {
      return Verdict.unknown("it called no tool: " + Verdict.quote(answer.text()));
    }
    for (int i = 0; i < keys.length; i++) {
      JsonFields call = calls.get(i);
      String key = call.object("input").text("key");
      if (!call.text("name").equals("secret_word") || !List.of(keys).contains(key)) {
        return Verdict.unknown(
            "it called " + call.text("name") + " with the key " + Verdict.quote(key));
      }
    }
    return calls.stream().map(call -> call.text("id")).distinct().count() < calls.size()
        ? Verdict.fails("two calls have one id")
        : null;
  }

  static String user(String text) {
    return "{\"role\":\"user\",\"content\":" + Client.quoted(text) + "}";
  }

  /** What was answered, given back whole. */
  static String assistant(Answer answer) {
    return "{\"role\":\"assistant\",\"content\":" + answer.rawContent() + "}";
  }

  static String result(JsonFields call, String text) {
    return "{\"type\":\"tool_result\",\"tool_use_id\":"
        + Client.quoted(call.text("id"))
        + ",\"content\":"
        + Client.quoted(text)
        + "}";
  }
}
