package dev.dragoman.provider.anthropic;

import dev.dragoman.json.Json;
import dev.dragoman.messages.Tool;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.HostedTools;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The tools of a request as a host takes them: those that it would have to run and cannot are
 * refused, and who serves another model than Claude is told the schemas that are part of Claude.
 */
final class ToolEdits {
  private static final String SEARCH = "tool_search_tool";

  private final Splice splice;
  private final JsonParser in;
  private final Encoding encoding;
  private final Host host;
  private final List<Tool> tools;

  ToolEdits(Splice splice, Encoding encoding, Host host) {
    this.splice = splice;
    this.in = splice.in();
    this.encoding = encoding;
    this.host = host;
    this.tools = encoding.request().tools();
  }

  /**
   * Refuses what the host cannot run.
   *
   * @throws dev.dragoman.messages.ApiException {@code invalid_request_error} that names the tool
   */
  void check() {
    for (int i = 0; i < tools.size(); i++) {
      if (tools.get(i) instanceof Tool.Hosted tool
          && !host.runs(tool.type())
          && HostedTools.function(tool) == null
          && !tool.type().startsWith(SEARCH)) {
        throw encoding.unsupported("tools." + i + ".type", tool.type());
      }
    }
  }

  /** Passes over the array that the walk stands on; for Claude as it is. */
  void tools() {
    boolean plain =
        tools.stream().noneMatch(tool -> tool instanceof Tool.Hosted || tool.deferLoading());
    if (host.claude() || plain) {
      splice.pass();
      return;
    }
    Splice.Members members = splice.members();
    int i = 0;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      int start = splice.start();
      Tool tool = tools.get(i++);
      if (tool instanceof Tool.Hosted hosted && hosted.type().startsWith(SEARCH)) {
        encoding.notes().add(hosted.name(), "all deferred tools are declared instead");
        members.drop(splice.pass());
        continue;
      }
      members.keep(start);
      if (tool instanceof Tool.Hosted hosted) {
        splice.replace(function(hosted));
      } else if (tool.deferLoading()) {
        declared();
      } else {
        splice.pass();
      }
      members.ended((int) in.currentLocation().getByteOffset());
    }
    members.close();
  }

  /** A tool that waits to be found, without saying that it waits. */
  private void declared() {
    encoding
        .notes()
        .add(
            "tools.defer_loading", "declared at once, which moves what is cached behind the tools");
    Splice.Members fields = splice.members();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      int start = splice.start();
      in.nextToken();
      if (name.equals("defer_loading")) {
        fields.drop(splice.pass());
      } else {
        fields.keep(start);
        fields.ended(splice.pass());
      }
    }
    fields.close();
  }

  private static String function(Tool.Hosted hosted) {
    Tool.Custom tool = HostedTools.function(hosted);
    if (tool == null) {
      throw new IllegalStateException("was checked before");
    }
    return Json.text(out -> {
      out.writeStartObject();
      out.writeStringProperty("name", tool.name());
      if (tool.description() != null) {
        out.writeStringProperty("description", tool.description());
      }
      out.writeName("input_schema");
      tool.inputSchema().writeTo(out);
      out.writeEndObject();
    });
  }
}
