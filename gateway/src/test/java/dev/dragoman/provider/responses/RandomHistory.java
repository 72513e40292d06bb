package dev.dragoman.provider.responses;

import dev.dragoman.provider.RandomRequests;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@link RandomRequests} with what a long session with a reasoning model adds to them. */
final class RandomHistory {
  private static final String SEARCHED =
      "{'type':'server_tool_use','id':'srvtoolu_1','name':'web_search','input':{'query':'q'}}";
  private static final String FOUND =
      "{'type':'web_search_tool_result','tool_use_id':'srvtoolu_1','content':[{'type':"
          + "'web_search_result','title':'T','url':'https://x.test','encrypted_content':'zz'}]}";
  private static final String NOT_FOUND =
      "{'type':'web_search_tool_result','tool_use_id':'srvtoolu_1','content':{'type':"
          + "'web_search_tool_result_error','error_code':'max_uses_exceeded'}}";

  private static final String[] SERVER_TOOLS = {
    "{'type':'web_search_20250305','name':'web_search','max_uses':8}",
    "{'type':'web_search_20250305','name':'web_search','max_uses':0}",
    "{'type':'web_search_20250305','name':'web_search','allowed_domains':['a.test'],"
        + "'user_location':{'type':'approximate','city':'Wien','country':'AT'}}",
    "{'type':'bash_20250124','name':'bash'}",
    "{'type':'text_editor_20250728','name':'str_replace_based_edit_tool'}",
    "{'type':'tool_search_tool_regex_20251119','name':'tool_search_tool_regex'}"
  };

  private static final String[] FORMATS = {
    "{'type':'object','anyOf':[{'type':'object'}],'properties':{'x':{'type':'array'}}}",
    "{'type':'object'}",
    "{'type':'object','properties':{'x':{'type':'string'}},'required':['x'],"
        + "'additionalProperties':false}"
  };

  private final Random random;
  private final List<String> signatures;
  private int next;

  /** Histories whose thinking is signed with {@code signatures}, to each of which an id is put. */
  RandomHistory(Random random, List<String> signatures) {
    this.random = random;
    this.signatures = signatures;
  }

  ObjectNode next() {
    ObjectNode request = RandomRequests.next(random);
    if (random.nextInt(3) == 0) {
      request.put("max_tokens", 1 + random.nextInt(20));
    }
    if (random.nextInt(3) == 0) {
      request.put("service_tier", random.nextBoolean() ? "auto" : "standard_only");
    }
    if (random.nextInt(6) == 0) {
      ObjectNode format = request.putObject("output_config").putObject("format");
      format.put("type", "json_schema").set("schema", json(FORMATS[random.nextInt(3)]));
    }
    serverTool(request);
    for (JsonNode message : request.path("messages")) {
      if (message.path("content") instanceof ArrayNode content) {
        if (message.path("role").asString("").equals("assistant")) {
          said(content);
        } else {
          heard(content, request.path("tools"));
        }
      }
    }
    ArrayNode messages = (ArrayNode) request.path("messages");
    if (random.nextInt(8) == 0) {
      messages.remove(messages.size() - 1);
    }
    if (random.nextInt(40) == 0) {
      request.putArray("messages").addObject().put("role", "user").put("content", "");
    } else if (random.nextInt(8) == 0) {
      ObjectNode thought = thinking();
      for (int i = 0; i < 2; i++) {
        ArrayNode said = messages.addObject().put("role", "assistant").putArray("content");
        said.add(thought.deepCopy()).addObject().put("type", "text").put("text", "again");
        messages.addObject().put("role", "user").put("content", "go on");
      }
    }
    return request;
  }

  private void serverTool(ObjectNode request) {
    if (random.nextInt(3) != 0) {
      return;
    }
    JsonNode tool = json(SERVER_TOOLS[random.nextInt(SERVER_TOOLS.length)]);
    request.withArray("tools").add(tool);
    if (random.nextInt(3) == 0) {
      ObjectNode choice = request.putObject("tool_choice").put("type", "tool");
      choice.put("name", tool.path("name").asString(""));
    }
  }

  /** Thinking between all that was said, at its end and alone, and searches of another provider. */
  private void said(ArrayNode content) {
    for (int i = content.size(); i >= 0; i--) {
      switch (random.nextInt(8)) {
        case 0, 1 -> content.insert(i, thinking());
        case 2 -> content.insert(i, json("{'type':'redacted_thinking','data':'zz'}"));
        case 3 -> content.insert(i, json("{'type':'text','text':''}"));
        case 4 ->
            content
                .insert(i, json(random.nextBoolean() ? FOUND : NOT_FOUND))
                .insert(i, json(SEARCHED));
        default -> {}
      }
    }
  }

  private ObjectNode thinking() {
    String signature = signatures.get(random.nextInt(signatures.size()));
    return JsonMapper.shared()
        .createObjectNode()
        .put("type", "thinking")
        .put("thinking", random.nextBoolean() ? "hm" : "")
        .put("signature", signature.replace("ID", "rs_" + next++));
  }

  private void heard(ArrayNode content, JsonNode tools) {
    if (random.nextInt(4) == 0) {
      content.add(json("{'type':'text','text':''}"));
    }
    for (JsonNode block : content) {
      if (block instanceof ObjectNode result
          && result.path("type").asString("").equals("tool_result")
          && random.nextInt(4) == 0) {
        ArrayNode inner = result.putArray("content");
        String tool = tools.path(0).path("name").asString("gone");
        if (random.nextBoolean()) {
          inner.addObject().put("type", "tool_reference").put("tool_name", tool);
        }
      }
    }
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text.replace('\'', '"'));
  }
}
