package dev.dragoman.config;

import static dev.dragoman.config.Samples.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ConfigFaultsTest {
  private static final String P = "model_list.0.litellm_params";

  private record Case(String name, String yaml, String rendered) {}

  private static Case of(String name, String yaml, String rendered) {
    return new Case(name, yaml, rendered);
  }

  @TestFactory
  Stream<DynamicTest> aFaultSaysWhereAndWhat() {
    List<Case> cases = new ArrayList<>(syntax());
    cases.addAll(structure());
    cases.addAll(parameters());
    cases.addAll(sections());
    return cases.stream()
        .map(c ->
            DynamicTest.dynamicTest(
                c.name, () -> assertEquals("config.yaml:" + c.rendered, rendered(c.yaml))));
  }

  private static String rendered(String yaml) {
    return Samples.faults(yaml).rendered("config.yaml");
  }

  private static List<Case> syntax() {
    return List.of(
        of("nothing at all", "# only a comment\n", "1:1 the file is empty"),
        of("text", "hello", "1:1 the file must be a mapping that has model_list"),
        of("a tab", "model_list:\n\t- model_name: m\n", "2:1 a tab cannot indent; use spaces"),
        of(
            "a colon in plain text",
            "model_list:\n  - model_name: a: b\n",
            "2:18 a key cannot stand here; check the indentation, and quote text that holds \": \""),
        of(
            "a missing space after the colon",
            "general_settings:\n  master_key:sk-1\n  store_model_in_db: true\n",
            "3:20 a key cannot stand here; check the indentation, and quote text that holds \": \""),
        of(
            "no space and nothing after it",
            "model_list: []\nmaster_key:sk-1\n",
            "3:1 a key needs \": \" after it, with the space"),
        of("an open quote", "model_list:\n  - model_name: \"m\n", "3:1 a quote is not closed"),
        of("an open bracket", "model_list: [\n", "2:1 this is not YAML"),
        of(
            "an outdented list entry",
            "model_list:\n  - model_name: m\n - model_name: n\n",
            "3:2 the indentation does not fit the lines above"),
        of(
            "an alias without an anchor",
            "general_settings: {master_key: *sk-SECRET}\n",
            "1:32 the alias names no anchor above it"),
        of(
            "a second document",
            "model_list: []\n---\nmodel_list: []\n",
            "2:1 there is a second document; one file holds one"),
        of(
            "an object's tag",
            "model_list: !!java.net.URL [\"http://x\"]\n",
            "1:13 this tag means nothing here; remove it, or put the text in quotes"),
        of(
            "a private tag",
            "model_list: !mine []\n",
            "1:13 model_list: has a tag that means nothing here; remove it"),
        of(
            "a control character",
            "model_list: \u0007\n",
            "1:13 a character that YAML does not allow; write it as an escape in double quotes"),
        of(
            "a control character far down",
            "#\ud83d\ude00".repeat(2_000) + "\n# \ud83d\ude00\u0007\n",
            "2:4 a character that YAML does not allow; write it as an escape in double quotes"),
        of("half a character", "include: \"\\uD800\"\n", "1:10 include: holds half of a character"),
        of(
            "a key twice",
            "model_list: []\nrouter_settings: {}\nmodel_list: []\n",
            "3:1 model_list: is here twice; the first is in line 1"),
        of("a list for a key", "? [a]\n: b\n", "1:3 has a key that is not plain text"));
  }

  private static List<Case> structure() {
    return List.of(
        of(
            "model_list as a mapping",
            "model_list:\n  model_name: m\n",
            "2:3 model_list: must be a list: each entry begins with \"- model_name:\""),
        of(
            "model_list as text",
            "model_list: m\n",
            "1:13 model_list: must be a list: each entry begins with \"- model_name:\""),
        of(
            "an entry of text",
            "model_list:\n  - gpt-4o\n",
            "2:5 model_list.0: must be a mapping with model_name and litellm_params"),
        of(
            "no model_name",
            "model_list:\n  - litellm_params: {model: gpt-4o}\n",
            "2:5 model_list.0.model_name: is missing"),
        of(
            "an empty model_name",
            "model_list:\n  - model_name:\n    litellm_params: {model: gpt-4o}\n",
            "2:5 model_list.0.model_name: is missing"),
        of(
            "a blank model_name",
            "model_list:\n  - model_name: ' '\n    litellm_params: {model: gpt-4o}\n",
            "2:17 model_list.0.model_name: is empty"),
        of(
            "a boolean name",
            "model_list:\n  - model_name: on\n    litellm_params: {model: gpt-4o}\n",
            "2:17 model_list.0.model_name: must be text; put it in quotes"),
        of("no litellm_params", "model_list:\n  - model_name: m\n", "2:5 " + P + ": is missing"),
        of(
            "parameters that are not indented",
            "model_list:\n  - model_name: m\n    litellm_params:\n    model: openai/x\n",
            "3:5 " + P + ": is empty; indent \"model\" and what follows it under litellm_params"),
        of(
            "parameters as a list",
            "model_list:\n  - model_name: m\n    litellm_params:\n      - model: openai/x\n",
            "4:7 " + P + ": must be a mapping of names to values"),
        of(
            "model_info as text",
            "model_list:\n  - model_name: m\n    litellm_params: {model: gpt-4o}\n    model_info: x\n",
            "4:17 model_list.0.model_info: must be a mapping of names to values"));
  }

  private static List<Case> parameters() {
    String m = "model: openai/x";
    return List.of(
        of("no model", entry("api_key: k"), "4:7 " + P + ".model: is missing"),
        of(
            "a provider without a model",
            entry("model: openai/"),
            "4:14 " + P + ".model: names a provider but no model"),
        of(
            "an unknown provider",
            entry("model: opnai/x"),
            "4:14 " + P + ".model: the provider \"opnai\" is not known; near: openai"),
        of(
            "a provider in capitals",
            entry("model: OpenAI/x"),
            "4:14 " + P + ".model: the provider is not known; near: openai"),
        of(
            "the beginning of a provider",
            entry("model: together/x"),
            "4:14 " + P + ".model: the provider \"together\" is not known; near: together_ai"),
        of(
            "a provider like no other",
            entry("model: zzz/x"),
            "4:14 " + P + ".model: the provider \"zzz\" is not known"),
        of(
            "an unknown custom provider",
            entry(m, "custom_llm_provider: grok"),
            "5:28 " + P + ".custom_llm_provider: the provider \"grok\" is not known; near: groq"),
        of(
            "an address without a scheme",
            entry(m, "api_base: localhost:8000"),
            "5:17 " + P + ".api_base: must be an absolute http or https address"),
        of(
            "another scheme",
            entry(m, "api_base: ftp://x/"),
            "5:17 " + P + ".api_base: must be an absolute http or https address"),
        of(
            "a password in the address",
            entry(m, "api_base: https://u:SECRET@x/"),
            "5:17 "
                + P
                + ".api_base: must not hold a user or a password; use api_key or extra_headers"),
        of(
            "a port out of range",
            entry(m, "api_base: http://x:99999"),
            "5:17 " + P + ".api_base: must have a port from 1 to 65535"),
        of(
            "a variable that is not set",
            entry(m, "api_base: os.environ/NOWHERE"),
            "5:17 " + P + ".api_base: the environment variable NOWHERE is not set"),
        of(
            "a reference to nothing",
            entry(m, "api_key: os.environ/"),
            "5:16 "
                + P
                + ".api_key: \"os.environ/\" must be followed by the name of an environment"
                + " variable"),
        of(
            "a key where the variable's name belongs",
            entry(m, "api_key: os.environ/sk-SECRET"),
            "5:16 "
                + P
                + ".api_key: \"os.environ/\" must be followed by the name of an environment"
                + " variable"),
        of(
            "a nested reference to nothing",
            entry(m, "extra_body: {a: [os.environ/]}"),
            "5:24 "
                + P
                + ".extra_body.a.0: \"os.environ/\" must be followed by the name of an environment"
                + " variable"),
        of(
            "a list for a key",
            entry(m, "api_key: [SECRET]"),
            "5:16 " + P + ".api_key: must be a single value"),
        of(
            "a timeout in words",
            entry(m, "timeout: 30s"),
            "5:16 " + P + ".timeout: must be a number"),
        of(
            "a timeout of zero",
            entry(m, "timeout: 0"),
            "5:16 " + P + ".timeout: must be more than 0 seconds"),
        of(
            "a negative timeout",
            entry(m, "stream_timeout: -1"),
            "5:23 " + P + ".stream_timeout: must not be negative"),
        of(
            "an endless timeout",
            entry(m, "timeout: .inf"),
            "5:16 " + P + ".timeout: must be a number"),
        of(
            "a huge exponent",
            entry(m, "timeout: 1e999999"),
            "5:16 " + P + ".timeout: must be a number"),
        of("a negative rpm", entry(m, "rpm: -5"), "5:12 " + P + ".rpm: must not be negative"),
        of("half a request", entry(m, "rpm: 1.5"), "5:12 " + P + ".rpm: must be a whole number"),
        of(
            "a variable that holds no number",
            entry(m, "tpm: os.environ/WORD"),
            "5:12 " + P + ".tpm: must be a number"),
        of(
            "too many tokens",
            entry(m, "max_tokens: 3000000000"),
            "5:19 " + P + ".max_tokens: is too large"),
        of(
            "no tokens",
            entry(m, "max_tokens: 0"),
            "5:19 " + P + ".max_tokens: must be more than 0"),
        of(
            "a negative price",
            entry(m, "input_cost_per_token: -1e-6"),
            "5:29 " + P + ".input_cost_per_token: must not be negative"),
        of(
            "a flag in words",
            entry(m, "drop_params: maybe"),
            "5:20 " + P + ".drop_params: must be true or false"),
        of("one tag", entry(m, "tags: fast"), "5:13 " + P + ".tags: must be a list of texts"),
        of(
            "headers as a list",
            entry(m, "extra_headers: [a]"),
            "5:22 " + P + ".extra_headers: must be a mapping of names to values"),
        of(
            "a header's bad name",
            entry(m, "extra_headers: {\"a b\": c}"),
            "5:23 " + P + ".extra_headers: holds a key that cannot be the name of a header"),
        of(
            "a header of two lines",
            entry(m, "extra_headers: {a: \"SECRET\\nb: c\"}"),
            "5:26 " + P + ".extra_headers: holds a value that cannot be one of a header"),
        of(
            "an id with a space",
            entry(m) + "    model_info: {id: a b}\n",
            "5:22 model_list.0.model_info.id: must be 1 to 128 printable ASCII characters without"
                + " spaces"),
        of(
            "a key of the parameters twice",
            entry(m, "api_key: SECRET", "api_key: SECRET"),
            "6:7 " + P + ".api_key: is here twice; the first is in line 5"));
  }

  private static List<Case> sections() {
    return List.of(
        of(
            "settings as a list",
            "router_settings: [a]\n",
            "1:18 router_settings: must be a mapping of names to values"),
        of(
            "two master keys that differ",
            "general_settings:\n  master_key: sk-SECRET-a\nlitellm_settings:\n"
                + "  master_key: sk-SECRET-b\n",
            "4:15 litellm_settings.master_key: is not the same as general_settings.master_key in"
                + " line 2"),
        of(
            "a variable's bad name",
            "environment_variables: {\"A-B\": c}\n",
            "1:25 environment_variables: holds a key that names no variable"),
        of(
            "a merge of text",
            "router_settings: {<<: a}\n",
            "1:23 router_settings: \"<<\" must name a mapping or a list of mappings"));
  }

  @Test
  void allFaultsComeAtOnceAndInOrder() {
    assertEquals(
        """
        my.yaml:2:5 model_list.0.litellm_params: is missing
        my.yaml:3:17 model_list.1.model_name: must be a single value
        my.yaml:6:17 model_list.1.litellm_params.api_base: must be an absolute http or https address
        my.yaml:7:12 model_list.1.litellm_params.rpm: must be a number
        my.yaml:11:29 model_list.2.litellm_params.model: the provider "gorq" is not known; near: groq
        my.yaml:13:18 router_settings: must be a mapping of names to values\
        """,
        Samples.faults(
                """
                model_list:
                  - model_name: a
                  - model_name: [b]
                    litellm_params:
                      model: gorq/x
                      api_base: x/y
                      rpm: lots
                    model_info:
                      id: one
                  - model_name: c
                    litellm_params: {model: gorq/y}
                    model_info: {id: two}
                router_settings: 7
                """)
            .rendered("my.yaml"));
  }

  @Test
  void anIdUsedTwiceIsAFault() {
    assertEquals(
        "config.yaml:4:23 model_list.1.model_info.id: is used twice; the first is in line 3",
        rendered(
            """
            model_list:
              - {model_name: a, litellm_params: {model: gpt-4o},
                 model_info: {id: one}}
              - {model_info: {id: one}, model_name: a, litellm_params: {model: gpt-4o}}
            """));
  }
}
