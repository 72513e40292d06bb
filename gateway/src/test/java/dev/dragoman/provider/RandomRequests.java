package dev.dragoman.provider;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests that clients may well send, of all that they may hold. */
public final class RandomRequests {
  private static final String[] BLOCKS = {
    "{'type':'text','text':'hello'}",
    "{'type':'text','text':'half \\ud83d a character','cache_control':{'type':'ephemeral'}}",
    "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'iVBORw0KGgo='}}",
    "{'type':'image','source':{'type':'url','url':'https://x.test/a.png'}}",
    "{'type':'document','source':{'type':'base64','media_type':'application/pdf','data':'JVBERg=='}}",
    "{'type':'document','title':'t','source':{'type':'text','media_type':'text/plain','data':'d'}}",
    "{'type':'document','source':{'type':'content','content':[{'type':'text','text':'in'}]}}"
  };

  private static final String[] SCHEMAS = {
    "{'type':'object','properties':{'a':{'type':'string'}},'required':['a']}",
    "{'type':'object'}",
    "{}",
    "{'type':'object','properties':{'a':{'type':'array'}},'additionalProperties':false}",
    "{'type':'object','oneOf':[{'required':['a']}],'properties':{'a':{'$ref':'#/$defs/x'}},"
        + "'$defs':{'x':{'type':'object','properties':{'y':{'anyOf':[{'type':'array'}]}}}}}"
  };

  private RandomRequests() {}

  /** One more, in what {@code random} chooses. */
  public static ObjectNode next(Random random) {
    ObjectNode request = JsonMapper.shared().createObjectNode();
    request.put("model", "m").put("max_tokens", 1 + random.nextInt(200_000));
    maybe(random, request, "system", "'Be brief.'", "[{'type':'text','text':'s'}]");
    maybe(random, request, "temperature", "0", "0.7", "1");
    maybe(random, request, "top_p", "0.5", "1");
    maybe(random, request, "top_k", "5");
    maybe(random, request, "stop_sequences", "['x']", "['a','b','c','d']");
    maybe(
        random,
        request,
        "thinking",
        "{'type':'adaptive'}",
        "{'type':'disabled'}",
        "{'type':'enabled','budget_tokens':9000}");
    maybe(
        random,
        request,
        "output_config",
        "{'effort':'low'}",
        "{'effort':'max'}",
        "{'format':{'type':'json_schema','schema':{'type':'object','properties':{}}}}");
    maybe(random, request, "metadata", "{'user_id':'u'}");
    maybe(random, request, "context_management", "{'edits':[]}");
    List<String> tools = tools(random, request);
    messages(random, tools, request.putArray("messages"));
    return request;
  }

  private static void maybe(Random random, ObjectNode to, String field, String... values) {
    if (random.nextInt(3) == 0) {
      to.set(field, json(values[random.nextInt(values.length)]));
    }
  }

  private static List<String> tools(Random random, ObjectNode request) {
    List<String> names = new ArrayList<>();
    int count = random.nextInt(4);
    if (count == 0) {
      return List.of("gone");
    }
    ArrayNode tools = request.putArray("tools");
    for (int i = 0; i < count; i++) {
      String name = "tool.Ж_" + i + (random.nextBoolean() ? "_long".repeat(20) : "");
      names.add(name);
      ObjectNode tool = tools.addObject().put("name", name);
      tool.set("input_schema", json(SCHEMAS[random.nextInt(SCHEMAS.length)]));
      if (random.nextInt(3) == 0) {
        tool.put("defer_loading", true);
      }
    }
    if (random.nextBoolean()) {
      ObjectNode choice = request.putObject("tool_choice");
      String type = List.of("auto", "any", "none", "tool").get(random.nextInt(4));
      choice.put("type", type);
      if (type.equals("tool")) {
        choice.put("name", names.getFirst());
      }
      choice.put("disable_parallel_tool_use", random.nextBoolean());
    }
    return names;
  }

  private static void messages(Random random, List<String> tools, ArrayNode messages) {
    int turns = 1 + random.nextInt(4);
    for (int turn = 0; turn < turns; turn++) {
      content(random, messages.addObject().put("role", "user").putArray("content"));
      if (random.nextInt(4) == 0) {
        messages.addObject().put("role", "system").put("content", "a reminder");
      }
      ArrayNode said = messages.addObject().put("role", "assistant").putArray("content");
      if (random.nextBoolean()) {
        said.addObject().put("type", "thinking").put("thinking", "hm").put("signature", "");
      }
      if (random.nextBoolean()) {
        said.addObject().put("type", "text").put("text", "so");
      }
      int calls = random.nextInt(3);
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        String id = "toolu_" + turn + "_" + i + (random.nextBoolean() ? "_long".repeat(10) : "");
        ids.add(id);
        said.addObject()
            .put("type", "tool_use")
            .put("id", id)
            .put("name", tools.get(random.nextInt(tools.size())))
            .putObject("input")
            .put("a", "b");
      }
      if (calls > 0) {
        results(random, ids, messages.addObject().put("role", "user").putArray("content"));
      }
    }
    content(random, messages.addObject().put("role", "user").putArray("content"));
  }

  private static void results(Random random, List<String> ids, ArrayNode into) {
    Collections.shuffle(ids, random);
    for (String id : ids) {
      ObjectNode result = into.addObject().put("type", "tool_result").put("tool_use_id", id);
      if (random.nextBoolean()) {
        result.put("content", "ok").put("is_error", random.nextBoolean());
      } else {
        content(random, result.putArray("content"));
      }
    }
    if (random.nextBoolean()) {
      content(random, into);
    }
  }

  private static void content(Random random, ArrayNode into) {
    for (int i = random.nextInt(3); i >= 0; i--) {
      into.add(json(BLOCKS[random.nextInt(BLOCKS.length)]));
    }
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text.replace('\'', '"'));
  }
}
