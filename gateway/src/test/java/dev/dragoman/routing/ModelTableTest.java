package dev.dragoman.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Deployment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which name is served by what. */
final class ModelTableTest {
  /** Of {@code name = provider/model, ...}. */
  private static List<Deployment> deployments(String entries) {
    return Arrays.stream(entries.split(", "))
        .map(entry -> entry.split(" = ", 2))
        .map(entry -> {
          String[] target = entry[1].split("/", 2);
          return Deployment.of(entry[0], target[0], target[1]);
        })
        .toList();
  }

  private static ModelTable table(String entries) {
    return new ModelTable(deployments(entries));
  }

  private static ModelTable table(String entries, String aliases) {
    return new ModelTable(
        new Configured(
            deployments(entries),
            RouterSettings.read(
                Map.of("model_group_alias", RawJson.of(aliases.replace('\'', '"'))))));
  }

  private static String found(ModelTable table, String name) {
    return table.find(name).stream()
        .map(deployment -> deployment.provider() + "/" + deployment.model())
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        // LiteLLM's documentation and its own comments
        "openai/* = openai/* | openai/gpt-4o | openai/gpt-4o",
        "anthropic/* = anthropic/* | anthropic/claude-x | anthropic/claude-x",
        "llmengine/* = openai/* | llmengine/foo | openai/foo",
        "fo::*:static::* = openai/fo::*:static::* | fo::hi::static::hi | openai/fo::hi::static::hi",
        "*meta.llama3* = bedrock/meta.llama3* | us.meta.llama3-70b | bedrock/us.meta.llama3-70b",
        "claude-* = anthropic/claude-* | claude-sonnet-4-5 | anthropic/claude-sonnet-4-5",
        "* = openai/* | any/thing | openai/any/thing",
        "* = openai/gpt-4o | any/thing | openai/gpt-4o",
        // the whole name where stars are missing, without the provider
        "openai/*-* = openai/* | openai/gpt-4o | openai/gpt-4o",
        "chat-* = openai/chat/* | chat-gpt-4o | openai/chat/gpt-4o",
        "a*b = openai/* | ab | none",
        "a*b = openai/x* | ab | openai/x",
        "a*ba = openai/* | aba | none",
        "aba*ba = openai/* | aba | none",
        "openai/* = openai/* | openai/ | none",
        "openai/* = openai/* | groq/x | none",
        "*a*b* = openai/1*2*3* | xaabyb | openai/1xa2by3",
        // the most specific
        "* = openai/all, openai/* = openai/some, openai/gpt-* = openai/few | openai/gpt-4 | openai/few",
        "* = openai/all, openai/* = openai/some | openai/o3 | openai/some",
        "openai/* = openai/*, openai/* = azure/* | openai/gpt-4o | openai/gpt-4o azure/gpt-4o",
        "openai/* = openai/*, openai/gpt-4o = azure/mine | openai/gpt-4o | azure/mine",
        // with claude- before it
        "gpt-4o = openai/gpt-4o | claude-gpt-4o | openai/gpt-4o",
        "gpt-4o = openai/gpt-4o, claude-* = anthropic/claude-* | claude-gpt-4o | openai/gpt-4o",
        "openai/* = openai/*, claude-* = anthropic/claude-* | claude-openai/gpt-4o | openai/gpt-4o",
        "son* = openai/son*, claude-* = anthropic/claude-* | claude-sonnet | anthropic/claude-sonnet",
        // the maker is known
        "anthropic/* = anthropic/* | claude-sonnet-4-5 | anthropic/claude-sonnet-4-5",
        "openai/* = openai/* | gpt-4o | openai/gpt-4o",
        "openai/* = openai/* | llama | none",
        "vertex_ai/* = vertex_ai/* | gemini-3-pro | vertex_ai/gemini-3-pro",
      })
  void aNameIsServedBy(String entries, String name, String expected) {
    assertEquals(expected == null ? "" : expected, found(table(entries), name));
  }

  @Test
  void whatServesAWildcardHasTheNameThatWasAskedAndTheIdThatIsConfigured() {
    ModelTable table = table("openai/* = openai/*");
    Deployment found = table.find("openai/gpt-4o").getFirst();
    assertEquals("openai/gpt-4o", found.modelName());
    assertEquals("openai/*:openai/*", found.id());
    assertEquals("openai/gpt-4o", table.find("claude-openai/gpt-4o").getFirst().modelName());
    assertEquals("gpt-4o", table.find("gpt-4o").getFirst().modelName());
  }

  @Test
  void anExactNameIsFoundWithoutMakingAnything() {
    ModelTable table = table("a = openai/x, * = openai/*");
    assertSame(table.find("a"), table.find("a"));
  }

  @Test
  void anAliasServesWhatItStandsForUnlessDeploymentsHaveItsName() {
    ModelTable table =
        table(
            "a = openai/x, b = openai/y, groq/* = groq/*",
            "{'one': 'a', 'b': 'a', 'two': 'one', 'three': 'groq/llama', 'four': 'nothing'}");
    assertEquals("openai/x", found(table, "one"));
    assertEquals("openai/x", found(table, "claude-one"));
    assertEquals("a", table.find("one").getFirst().modelName());
    assertEquals("openai/y", found(table, "b"));
    assertEquals("", found(table, "two"));
    assertEquals("groq/llama", found(table, "three"));
    assertEquals("", found(table, "four"));
  }

  @Test
  void anAliasGoesBeforeAWildcardAndBeforeANameWithoutClaude() {
    ModelTable table =
        table("x = openai/x, y = openai/y, * = openai/*", "{'claude-x': 'y', 'z': 'y'}");
    assertEquals("openai/y", found(table, "claude-x"));
    assertEquals("openai/y", found(table, "z"));
  }

  @Test
  void namesAndAliasesAreListedButNotHiddenOnesAndNoWildcards() {
    ModelTable table =
        table(
            "b = openai/x, a = openai/x, groq/* = groq/*",
            """
            {'seen': 'a', 'unseen': {'model': 'a', 'hidden': true}, 'dead': 'nothing',
             'b': {'model': 'a', 'hidden': true}}\
            """);
    assertEquals(List.of("a", "b", "seen"), table.names());
  }

  @Test
  void theCatalogueNamesTheModelsOfAWildcardThatHasASlash() {
    ModelTable table =
        table(
            "a = openai/x, mine/* = groq/*, groq/l-* = groq/l*, all-* = groq/*, * = groq/*,"
                + " fixed/* = groq/x, chat/* = groq/chat/*, none/* = nobody/*");
    Map<String, List<String>> catalogue = Map.of("groq", List.of("llama", "qwen"));
    assertEquals(
        List.of("a", "chat/llama", "chat/qwen", "groq/l-lama", "mine/llama", "mine/qwen"),
        table.names(provider -> catalogue.getOrDefault(provider, List.of())));
  }

  @Test
  void theSettingsComeWithTheTable() {
    assertEquals(RouterSettings.DEFAULT, table("a = openai/x").settings());
  }

  @Test
  void namesThatClaudeCodeWouldNotShowHaveAnother() {
    assertEquals("claude-gpt", ModelTable.discoverable("gpt"));
    assertEquals("claude-3", ModelTable.discoverable("claude-3"));
    assertEquals("anthropic/x", ModelTable.discoverable("anthropic/x"));
  }
}
