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
          case "type" -> item.type = Json.string(in);
          case "id" -> item.id = Json.string(in);
          case "call_id" -> item.callId = Json.string(in);
          case "name" -> item.name = Json.string(in);
          case "arguments" -> item.arguments = Json.string(in);
          case "encrypted_content" -> item.encrypted = Json.string(in);
          case "status" -> item.failed = Json.string(in).equals("failed");
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
    Json.objects(
        in,
        () -> {
          String text = "";
          boolean refusal = false;
          List<RawJson> annotations = new ArrayList<>();
          for (String field = in.nextName(); field != null; field = in.nextName()) {
            in.nextToken();
            switch (field) {
              case "text" -> text = Json.string(in);
              case "refusal" -> {
                text = Json.string(in);
                refusal = true;
              }
              case "annotations" -> Json.objects(in, () -> annotations.add(raw.slice(in)));
              default -> in.skipChildren();
            }
          }
          parts.add(new Part(text, refusal, annotations));
        });
    return parts;
  }

  /** The strings of the array that {@code in} stands on. */
  static List<String> strings(JsonParser in) {
    List<String> strings = new ArrayList<>();
    if (in.currentToken() == JsonToken.START_ARRAY) {
      while (in.nextToken() != JsonToken.END_ARRAY) {
        strings.add(Json.string(in));
      }
    }
    return strings;
  }
}
