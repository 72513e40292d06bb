package dev.dragoman.local.claude;

import dev.dragoman.fixture.upstream.AnthropicForm;
import dev.dragoman.fixture.upstream.Received;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tools that load later, through Anthropic's own Messages API, which knows such tools itself. */
final class AnthropicLoadedToolsIT extends LoadedToolScenarios {
  AnthropicLoadedToolsIT() {
    super(AnthropicForm.anthropic());
  }

  /**
   * Claude's cache goes by tools, system and messages, wherever in the body they stand; a deferred
   * tool is no part of it, nor are the marks that say where it ends.
   *
   * @see <a href="https://docs.anthropic.com/en/docs/build-with-claude/prompt-caching">Prompt
   *     caching</a>
   */
  @Override
  protected String prompt(Received request) {
    ObjectNode body = (ObjectNode) request.json();
    ArrayNode tools = body.arrayNode();
    for (JsonNode tool : body.path("tools")) {
      if (!tool.path("defer_loading").asBoolean(false)) {
        tools.add(tool);
      }
    }
    ArrayNode prompt = body.arrayNode().add(tools).add(body.path("system"));
    prompt.add(withBlocks(body.path("messages")));
    return withoutMarks(prompt).toString();
  }

  /** Texts as the blocks that they stand for: Claude Code marks a text by making it one. */
  private static JsonNode withBlocks(JsonNode messages) {
    for (JsonNode message : messages) {
      JsonNode content = message.path("content");
      if (content.isString()) {
        ((ObjectNode) message)
            .putArray("content")
            .addObject()
            .put("type", "text")
            .put("text", content.stringValue());
      }
    }
    return messages;
  }

  private static JsonNode withoutMarks(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove("cache_control");
    }
    node.forEach(AnthropicLoadedToolsIT::withoutMarks);
    return node;
  }
}
