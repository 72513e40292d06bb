package dev.dragoman.messages;

import dev.dragoman.json.RawJson;

/** Reads tools and the choice among them. Each method stands on an object's first token. */
final class ToolReader {
  private final Fields in;
  private final BlockReader blocks;

  ToolReader(Fields in, BlockReader blocks) {
    this.in = in;
    this.blocks = blocks;
  }

  /** A tool of the client's, or one of Anthropic's by its dated type. */
  Tool tool() {
    int start = in.offset();
    int before = in.unknown().size();
    String type = null;
    String tool = null;
    String description = null;
    RawJson schema = null;
    boolean deferLoading = false;
    Boolean strict = null;
    CacheControl cache = null;
    for (String name = in.first(); name != null; name = in.next()) {
      switch (name) {
        case "type" -> type = in.isNull() ? null : in.text();
        case "name" -> tool = in.text();
        case "description" -> description = in.isNull() ? null : in.text();
        case "input_schema" -> schema = in.rawObject();
        case "defer_loading" -> deferLoading = !in.isNull() && in.flag();
        case "strict" -> strict = in.isNull() ? null : in.flag();
        case "cache_control" -> cache = blocks.cacheControl();
        default -> in.keepUnknown();
      }
    }
    if (type != null && !type.equals("custom")) {
      in.unknown().subList(before, in.unknown().size()).clear();
      return new Tool.Hosted(type, in.required("name", tool), in.since(start), deferLoading);
    }
    return new Tool.Custom(
        in.required("name", tool),
        description,
        in.required("input_schema", schema),
        deferLoading,
        strict,
        cache);
  }

  /** How tools are to be used. */
  ToolChoice choice() {
    String type = null;
    String tool = null;
    boolean disableParallel = false;
    for (String name = in.first(); name != null; name = in.next()) {
      switch (name) {
        case "type" -> type = in.text();
        case "name" -> tool = in.text();
        case "disable_parallel_tool_use" -> disableParallel = !in.isNull() && in.flag();
        default -> in.keepUnknown();
      }
    }
    ToolChoice.Mode mode =
        switch (in.required("type", type)) {
          case "auto" -> ToolChoice.Mode.AUTO;
          case "any" -> ToolChoice.Mode.ANY;
          case "tool" -> ToolChoice.Mode.TOOL;
          case "none" -> ToolChoice.Mode.NONE;
          default -> throw in.fault("type", "must be auto, any, tool or none");
        };
    if (mode == ToolChoice.Mode.TOOL) {
      in.required("name", tool);
    }
    return new ToolChoice(mode, tool, disableParallel);
  }
}
