package dev.dragoman.provider;

import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@link RandomRequests} with what long sessions gather: thinking of several models, searches that
 * ran elsewhere, tools that were loaded on the way, marks of cached prefixes.
 */
public final class RandomSessions {
  private static final int MOST_MARKS = 4;

  private final Random random;
  private final List<String> signatures;
  private final String ttl;
  private int marks;
  private int searches;

  private RandomSessions(Random random, List<String> signatures) {
    this.random = random;
    this.signatures = signatures;
    this.ttl = random.nextBoolean() ? "5m" : "1h";
  }

  /**
   * One more.
   *
   * @param signatures what thinking is signed with
   */
  public static ObjectNode next(Random random, List<String> signatures) {
    ObjectNode request = RandomRequests.next(random);
    new RandomSessions(random, signatures).enrich(request);
    return request;
  }

  private void enrich(ObjectNode request) {
    if (request.path("system").isArray()) {
      mark((ObjectNode) request.path("system").get(0));
    }
    for (JsonNode tool : request.path("tools")) {
      if (!tool.has("defer_loading")) {
        mark((ObjectNode) tool);
      }
    }
    for (JsonNode message : request.path("messages")) {
      switch (message.path("role").stringValue()) {
        case "assistant" -> said((ArrayNode) message.path("content"));
        case "system" -> {
          if (random.nextBoolean()) {
            ArrayNode blocks = ((ObjectNode) message).putArray("content");
            mark(blocks.addObject().put("type", "text").put("text", "a reminder in a block"));
          }
        }
        default -> {
          for (JsonNode block : message.path("content")) {
            given((ObjectNode) block, request.path("tools"));
          }
        }
      }
    }
  }

  /** What the user gives: a result may load a tool. */
  private void given(ObjectNode block, JsonNode tools) {
    block.remove("cache_control");
    for (JsonNode inner : block.path("content")) {
      ((ObjectNode) inner).remove("cache_control");
    }
    if (block.path("type").stringValue().equals("tool_result")) {
      for (JsonNode tool : tools) {
        if (tool.has("defer_loading") && random.nextInt(3) == 0) {
          ArrayNode content = block.putArray("content");
          content
              .addObject()
              .put("type", "tool_reference")
              .put("tool_name", tool.path("name").stringValue());
        }
      }
      if (random.nextInt(6) == 0) {
        block.remove("content");
      }
    }
    mark(block);
  }

  /** What a model said, with thinking between its calls, or after a search. */
  private void said(ArrayNode content) {
    for (JsonNode block : content) {
      if (block.has("signature")) {
        ((ObjectNode) block).put("signature", signature());
      }
    }
    if (random.nextInt(4) == 0) {
      content.insertObject(0).put("type", "redacted_thinking").put("data", signature());
    }
    if (random.nextInt(4) == 0) {
      content
          .insertObject(random.nextInt(content.size() + 1))
          .put("type", "thinking")
          .put("thinking", random.nextBoolean() ? "" : "between")
          .put("signature", signature());
    }
    if (random.nextInt(4) == 0) {
      search(content);
    }
    if (!content.isEmpty() && content.get(content.size() - 1).has("input")) {
      mark((ObjectNode) content.get(content.size() - 1));
    }
  }

  private void search(ArrayNode content) {
    String id = (random.nextBoolean() ? "srvtoolu_" : "ws-") + ++searches;
    String seal = List.of("", "sealed").get(random.nextInt(2));
    content.insert(
        0,
        json(
            "{'type':'server_tool_use','id':'%s','name':'web_search','input':{'query':'q'}}"
                .formatted(id)));
    content.insert(
        1,
        json(
            ("{'type':'web_search_tool_result','tool_use_id':'%s','content':[{'type':"
                    + "'web_search_result','url':'https://x.test','title':'X','page_age':null,"
                    + "'encrypted_content':'%s'}]}")
                .formatted(id, seal)));
    if (random.nextBoolean()) {
      content.insert(
          2,
          json(
              ("{'type':'text','text':'as X says','citations':[{'type':"
                      + "'web_search_result_location','url':'https://x.test','title':'X',"
                      + "'cited_text':'c','encrypted_index':'%s'}]}")
                  .formatted(seal)));
    }
  }

  private String signature() {
    return signatures.get(random.nextInt(signatures.size()));
  }

  private void mark(ObjectNode block) {
    if (marks < MOST_MARKS && random.nextInt(4) == 0) {
      marks++;
      block.putObject("cache_control").put("type", "ephemeral").put("ttl", ttl);
    }
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text.replace('\'', '"'));
  }
}
