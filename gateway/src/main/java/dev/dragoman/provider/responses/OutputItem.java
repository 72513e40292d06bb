package dev.dragoman.provider.responses;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** An output item as it stands whole in an event or a response; what is not said is empty. */
final class OutputItem {
  String type = "";
  String id = "";
  String callId = "";
  String name = "";
  String arguments = "";
  String encrypted = "";
  boolean failed;
  @Nullable RawJson action;
  final List<String> summary = new ArrayList<>();
  final List<Part> content = new ArrayList<>();

  /** A part of a message, or of what a model thought in the open. */
  record Part(String text, boolean refusal, List<RawJson> annotations) {}

  static OutputItem read(RawJson raw) {
    OutputItem item = new OutputItem();
    try (JsonParser in = raw.parser()) {
      in.nextToken();
      for (String field = Json.firstName(in); field != null; field = in.nextName()) {
        in.nextToken();
        switch (field) {
          case "type" -> item.type = string(in);
          case "id" -> item.id = string(in);
          case "call_id" -> item.callId = string(in);
          case "name" -> item.name = string(in);
          case "arguments" -> item.arguments = string(in);
          case "encrypted_content" -> item.encrypted = string(in);
          case "status" -> item.failed = string(in).equals("failed");
          case "action" -> item.action = raw.slice(in);
          case "summary" -> {
            for (Part part : parts(in, raw)) {
              item.summary.add(part.text());
            }
          }
          case "content" -> item.content.addAll(parts(in, raw));
          default -> in.skipChildren();
        }
      }
    }
    return item;
  }

  private static List<Part> parts(JsonParser in, RawJson raw) {
    List<Part> parts = new ArrayList<>();
    each(
        in,
        () -> {
          String text = "";
          boolean refusal = false;
          List<RawJson> annotations = new ArrayList<>();
          for (String field = in.nextName(); field != null; field = in.nextName()) {
            in.nextToken();
            switch (field) {
              case "text" -> text = string(in);
              case "refusal" -> {
                text = string(in);
                refusal = true;
              }
              case "annotations" -> each(in, () -> annotations.add(raw.slice(in)));
              default -> in.skipChildren();
            }
          }
          parts.add(new Part(text, refusal, annotations));
        });
    return parts;
  }

  /** Reads each object of the array that {@code in} stands on, standing on its start. */
  static void each(JsonParser in, Runnable reading) {
    if (in.currentToken() != JsonToken.START_ARRAY) {
      in.skipChildren();
      return;
    }
    for (JsonToken token = in.nextToken(); token != JsonToken.END_ARRAY; token = in.nextToken()) {
      if (token == JsonToken.START_OBJECT) {
        reading.run();
      } else {
        in.skipChildren();
      }
    }
  }

  /** The strings of the array that {@code in} stands on. */
  static List<String> strings(JsonParser in) {
    List<String> strings = new ArrayList<>();
    if (in.currentToken() == JsonToken.START_ARRAY) {
      while (in.nextToken() != JsonToken.END_ARRAY) {
        strings.add(string(in));
      }
    }
    return strings;
  }

  /** The string that {@code in} stands on; empty for anything else, which is passed over. */
  static String string(JsonParser in) {
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      return in.getString();
    }
    in.skipChildren();
    return "";
  }
}
