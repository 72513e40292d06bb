package dev.dragoman.provider;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.Message;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.Tool;
import dev.dragoman.messages.ToolChoice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tools of a request, for dialects that know neither deferred nor hosted ones.
 *
 * <p>Providers put tools before the conversation, so a tool that is declared later moves all that
 * their prompt cache holds. A deferred tool is therefore not declared when it is loaded: its
 * definition stands in the result that loaded it, and the model calls it through {@link #INVOKER},
 * a function that is declared from the first request on. {@link LoadedCalls} makes such a call the
 * client's own again.
 */
public final class ToolSet {
  /** The function through which loaded tools are called. */
  public static final String INVOKER = "call_loaded_tool";

  /** Claude Code's tool that loads others; its first requests show no other sign of them. */
  private static final String CLAUDE_CODE_SEARCH = "ToolSearch";

  private static final Tool.Custom INVOKER_TOOL =
      new Tool.Custom(
          INVOKER,
          "Calls a tool that was loaded during the conversation. Loaded tools are described where"
              + " they were loaded, with the schema of their input.",
          RawJson.of(
              "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\",\"description\":"
                  + "\"The name of the loaded tool\"},\"input\":{\"type\":\"object\",\"description\":"
                  + "\"Its input, as its own schema says\",\"additionalProperties\":true}},"
                  + "\"required\":[\"name\",\"input\"]}"),
          false,
          null,
          null);

  private final List<Tool.Custom> declared = new ArrayList<>();
  private final List<Tool.Hosted> hosted = new ArrayList<>();
  private final Map<String, Tool.Custom> deferred = new LinkedHashMap<>();
  private final Map<String, Tool.Custom> loaded = new LinkedHashMap<>();

  private ToolSet() {}

  /**
   * The tools of {@code request}.
   *
   * @throws ApiException if its choice names a tool that is not there
   */
  public static ToolSet of(MessagesRequest request, Notes notes) {
    ToolSet set = new ToolSet();
    boolean searchedByProvider = false;
    for (Tool tool : request.tools()) {
      switch (tool) {
        case Tool.Custom custom when custom.deferLoading() ->
            set.deferred.put(custom.name(), custom);
        case Tool.Custom custom -> set.declared.add(custom);
        case Tool.Hosted search when search.type().startsWith("tool_search_tool") -> {
          searchedByProvider = true;
          notes.add(search.name(), "all deferred tools are declared instead");
        }
        case Tool.Hosted other -> {
          Tool.Custom own = HostedTools.function(other);
          if (own == null) {
            set.hosted.add(other);
          } else {
            set.declared.add(own);
          }
        }
      }
    }
    if (searchedByProvider) {
      set.declared.addAll(set.deferred.values());
      set.deferred.clear();
    }
    set.load(request);
    set.choose(request.toolChoice());
    if (loadsLater(request)) {
      set.declared.addFirst(INVOKER_TOOL);
    }
    return set;
  }

  /** Whether tools may be loaded in the course of this request's session. */
  static boolean loadsLater(MessagesRequest request) {
    boolean loads = false;
    for (Tool tool : request.tools()) {
      if (tool instanceof Tool.Hosted hosted && hosted.type().startsWith("tool_search_tool")) {
        return false;
      }
      loads |= tool.deferLoading() || tool.name().equals(CLAUDE_CODE_SEARCH);
    }
    return loads;
  }

  /** The functions to declare, in an order that stays. */
  public List<Tool.Custom> declared() {
    return List.copyOf(declared);
  }

  /**
   * Tools of Anthropic's that are left to the dialect: to serve by the provider's own, or refuse.
   */
  public List<Tool.Hosted> hosted() {
    return List.copyOf(hosted);
  }

  /** What the model reads where a tool was loaded. */
  public String announce(ContentBlock.ToolReference reference) {
    Tool.Custom tool = loaded.get(reference.toolName());
    String name = ToolNames.toUpstream(reference.toolName());
    if (tool == null) {
      return "The tool " + name + " is loaded and can be called.";
    }
    return Json.text(out -> {
      out.writeStartObject();
      out.writeStringProperty("loaded_tool", name);
      if (tool.description() != null) {
        out.writeStringProperty("description", tool.description());
      }
      out.writeName("input_schema");
      tool.inputSchema().writeTo(out);
      out.writeStringProperty("call_it_with", INVOKER);
      out.writeEndObject();
    });
  }

  /** An earlier call as the model made it: through the invoker, where the tool was loaded. */
  public ContentBlock.ToolUse asCalled(ContentBlock.ToolUse call) {
    if (!loaded.containsKey(call.name())) {
      return call;
    }
    byte[] input =
        Json.bytes(
            call.input().length() + 64,
            out -> {
              out.writeStartObject();
              out.writeStringProperty("name", ToolNames.toUpstream(call.name()));
              out.writeName("input");
              call.input().writeTo(out);
              out.writeEndObject();
            });
    return new ContentBlock.ToolUse(
        call.id(), INVOKER, new RawJson(input, 0, input.length), call.cacheControl());
  }

  /**
   * Those that a result refers to are loaded; those that were called before without are declared.
   */
  private void load(MessagesRequest request) {
    if (deferred.isEmpty()) {
      return;
    }
    for (Message message : request.messages()) {
      for (ContentBlock block : message.content()) {
        if (block instanceof ContentBlock.ToolResult result) {
          for (ContentBlock inner : result.content()) {
            if (inner instanceof ContentBlock.ToolReference reference) {
              Tool.Custom tool = deferred.remove(reference.toolName());
              if (tool != null) {
                loaded.put(tool.name(), tool);
              }
            }
          }
        } else if (block instanceof ContentBlock.ToolUse use) {
          // Called before, so known to the model although the reference was compacted away.
          Tool.Custom tool = deferred.remove(use.name());
          if (tool != null) {
            declared.add(tool);
          }
        }
      }
    }
  }

  private void choose(@Nullable ToolChoice choice) {
    if (choice == null || choice.mode() != ToolChoice.Mode.TOOL) {
      return;
    }
    String name = choice.name();
    if (name == null) {
      throw ApiException.invalid("tool_choice.name", "is required");
    }
    Tool.Custom later = deferred.containsKey(name) ? deferred.remove(name) : loaded.remove(name);
    if (later != null) {
      declared.add(later);
    }
    boolean there =
        declared.stream().anyMatch(tool -> tool.name().equals(name))
            || hosted.stream().anyMatch(tool -> tool.name().equals(name));
    if (!there) {
      throw ApiException.invalid("tool_choice.name", "no tool of this name is declared");
    }
  }
}
