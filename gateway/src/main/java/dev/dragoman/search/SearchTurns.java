package dev.dragoman.search;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.EventWriter;
import dev.dragoman.messages.Message;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.messages.ToolChoice;
import dev.dragoman.provider.ServerResults;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A request as a model is asked that has {@code web_search} as a function: the definition in the
 * tool's place, and each search of the conversation as a call with its result, so that the model
 * sees it as it made it. What a round adds is what the next turn of the client will bring, and so
 * each request begins with the bytes of the one before.
 */
final class SearchTurns {
  private final MessagesRequest request;
  private final WebSearchTool tool;

  /** A piece of an assistant's message: what it said up to the results of its searches. */
  private record Segment(List<RawJson> blocks, List<RawJson> results) {
    Segment() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  SearchTurns(MessagesRequest request, WebSearchTool tool) {
    this.request = request;
    this.tool = tool;
  }

  /** The first request. */
  MessagesRequest first() {
    return read(List.of());
  }

  /** The request after the model has said {@code said}; nothing forces it to call again. */
  MessagesRequest after(List<ContentBlock> said) {
    return read(said);
  }

  private MessagesRequest read(List<ContentBlock> said) {
    RawJson body = request.body();
    byte[] bytes =
        Json.bytes(
            body.length() + 1024,
            out -> {
              try (JsonParser in = body.parser()) {
                in.nextToken();
                out.writeStartObject();
                for (String name = in.nextName(); name != null; name = in.nextName()) {
                  in.nextToken();
                  out.writeName(name);
                  field(name, body.slice(in), said, out);
                }
                out.writeEndObject();
              }
            });
    return RequestReader.readForCounting(bytes).withBetas(request.betas());
  }

  private void field(String name, RawJson value, List<ContentBlock> said, JsonGenerator out) {
    switch (name) {
      case "tools" -> tools(value, out);
      case "tool_choice" -> choice(value, !said.isEmpty(), out);
      case "messages" -> messages(value, said, out);
      default -> value.writeTo(out);
    }
  }

  private void tools(RawJson tools, JsonGenerator out) {
    List<RawJson> all = items(tools);
    out.writeStartArray();
    for (int i = 0; i < all.size(); i++) {
      if (i == tool.index()) {
        tool.write(out);
      } else {
        all.get(i).writeTo(out);
      }
    }
    out.writeEndArray();
  }

  private void choice(RawJson value, boolean again, JsonGenerator out) {
    ToolChoice choice = request.toolChoice();
    if (!again || choice == null || !forces(choice.mode())) {
      value.writeTo(out);
      return;
    }
    out.writeStartObject();
    out.writeStringProperty("type", "auto");
    if (choice.disableParallel()) {
      out.writeBooleanProperty("disable_parallel_tool_use", true);
    }
    out.writeEndObject();
  }

  private static boolean forces(ToolChoice.Mode mode) {
    return mode == ToolChoice.Mode.ANY || mode == ToolChoice.Mode.TOOL;
  }

  private void messages(RawJson messages, List<ContentBlock> said, JsonGenerator out) {
    List<RawJson> all = items(messages);
    out.writeStartArray();
    for (int i = 0; i < all.size(); i++) {
      Message message = request.messages().get(i);
      Set<String> searches = searches(message);
      if (searches.isEmpty()) {
        all.get(i).writeTo(out);
      } else {
        split(message.content(), items(content(all.get(i))), searches, out);
      }
    }
    if (!said.isEmpty()) {
      RawJson content = RawJson.of(Json.text(json -> EventWriter.write(said, json)));
      Message message = new Message(Message.Role.ASSISTANT, said);
      split(said, items(content), searches(message), out);
    }
    out.writeEndArray();
  }

  /** The ids of a message's searches that have their result in it. */
  private static Set<String> searches(Message message) {
    Set<String> calls = new HashSet<>();
    Set<String> answered = new HashSet<>();
    for (ContentBlock block : message.content()) {
      if (block instanceof ContentBlock.ServerToolUse use
          && use.name().equals(WebSearchTool.NAME)) {
        calls.add(use.id());
      } else if (block instanceof ContentBlock.ServerToolResult result
          && result.type().equals("web_search_tool_result")
          && calls.contains(result.toolUseId())) {
        answered.add(result.toolUseId());
      }
    }
    return answered;
  }

  /** Writes a message of the assistant as several, with the results of its searches between. */
  private static void split(
      List<ContentBlock> blocks, List<RawJson> raw, Set<String> searches, JsonGenerator out) {
    Segment segment = new Segment();
    for (int i = 0; i < blocks.size(); i++) {
      ContentBlock block = blocks.get(i);
      if (block instanceof ContentBlock.ServerToolResult result
          && searches.contains(result.toolUseId())) {
        segment.results().add(result(result));
        continue;
      }
      if (!segment.results().isEmpty()) {
        write(segment, out);
        segment = new Segment();
      }
      segment
          .blocks()
          .add(
              block instanceof ContentBlock.ServerToolUse use && searches.contains(use.id())
                  ? call(use)
                  : block instanceof ContentBlock.Text text && text.citations() != null
                      ? withoutCitations(raw.get(i))
                      : raw.get(i));
    }
    write(segment, out);
  }

  private static void write(Segment segment, JsonGenerator out) {
    message("assistant", segment.blocks(), out);
    message("user", segment.results(), out);
  }

  private static void message(String role, List<RawJson> content, JsonGenerator out) {
    if (content.isEmpty()) {
      return;
    }
    out.writeStartObject();
    out.writeStringProperty("role", role);
    out.writeArrayPropertyStart("content");
    content.forEach(block -> block.writeTo(out));
    out.writeEndArray();
    out.writeEndObject();
  }

  private static RawJson call(ContentBlock.ServerToolUse use) {
    return RawJson.of(
        Json.text(out -> {
          out.writeStartObject();
          out.writeStringProperty("type", "tool_use");
          out.writeStringProperty("id", use.id());
          out.writeStringProperty("name", use.name());
          out.writeName("input");
          use.input().writeTo(out);
          out.writeEndObject();
        }));
  }

  private static RawJson result(ContentBlock.ServerToolResult result) {
    return RawJson.of(
        Json.text(out -> {
          out.writeStartObject();
          out.writeStringProperty("type", "tool_result");
          out.writeStringProperty("tool_use_id", result.toolUseId());
          out.writeStringProperty("content", ServerResults.text(result));
          if (result.content().isObject()) {
            out.writeBooleanProperty("is_error", true);
          }
          out.writeEndObject();
        }));
  }

  /** They cite by what only the search's own service can read. */
  private static RawJson withoutCitations(RawJson text) {
    return RawJson.of(
        Json.text(out -> {
          out.writeStartObject();
          try (JsonParser in = text.parser()) {
            in.nextToken();
            for (String name = in.nextName(); name != null; name = in.nextName()) {
              in.nextToken();
              if (name.equals("citations")) {
                in.skipChildren();
              } else {
                out.writeName(name);
                text.slice(in).writeTo(out);
              }
            }
          }
          out.writeEndObject();
        }));
  }

  private static RawJson content(RawJson message) {
    try (JsonParser in = message.parser()) {
      in.nextToken();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        in.nextToken();
        if (name.equals("content")) {
          return message.slice(in);
        }
        in.skipChildren();
      }
    }
    throw new IllegalStateException("a message has content");
  }

  private static List<RawJson> items(RawJson array) {
    List<RawJson> items = new ArrayList<>();
    try (JsonParser in = array.parser()) {
      in.nextToken();
      for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
        items.add(array.slice(in));
      }
    }
    return items;
  }
}
