package dev.dragoman.provider;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests of a session in which tools load on the way, as Claude Code makes them: its own search
 * is there from the start, and a tool is listed, deferred, from the turn on that found it.
 */
public final class LoadingSession {
  private static final int EVERY = 5;

  private LoadingSession() {}

  /** The request after that many turns. */
  public static byte[] withTurns(int turns) {
    ObjectNode request = JsonMapper.shared().createObjectNode();
    request.put("model", "m").put("max_tokens", 32_000).put("stream", true);
    ArrayNode tools = request.putArray("tools");
    tool(tools, "Bash");
    tool(tools, "ToolSearch");
    request.put("system", "You are a coding assistant.");
    ArrayNode messages = request.putArray("messages");
    messages.addObject().put("role", "user").put("content", "Fix the failing test.");
    for (int i = 0; i < turns; i++) {
      boolean loads = i % EVERY == 2;
      String loaded = "mcp__server__tool_" + i / EVERY;
      if (loads) {
        tool(tools, loaded).put("defer_loading", true);
      }
      String called = i % EVERY > 2 ? loaded : loads ? "ToolSearch" : "Bash";
      call(messages, i, called);
      result(messages, i, loads ? loaded : null);
    }
    return JsonMapper.shared().writeValueAsBytes(request);
  }

  private static ObjectNode tool(ArrayNode tools, String name) {
    ObjectNode tool = tools.addObject().put("name", name).put("description", "Does " + name);
    tool.putObject("input_schema").put("type", "object").putObject("properties");
    return tool;
  }

  private static void call(ArrayNode messages, int turn, String name) {
    ArrayNode content = messages.addObject().put("role", "assistant").putArray("content");
    content.addObject().put("type", "text").put("text", "I will look.");
    ObjectNode call = content.addObject().put("type", "tool_use").put("id", "toolu_" + turn);
    call.put("name", name).putObject("input").put("query", "q" + turn);
  }

  private static void result(ArrayNode messages, int turn, @Nullable String loaded) {
    ObjectNode result = messages.addObject().put("role", "user").putArray("content").addObject();
    result.put("type", "tool_result").put("tool_use_id", "toolu_" + turn);
    ObjectNode inner = result.putArray("content").addObject();
    if (loaded == null) {
      inner.put("type", "text").put("text", "done " + turn);
    } else {
      inner.put("type", "tool_reference").put("tool_name", loaded);
    }
  }
}
