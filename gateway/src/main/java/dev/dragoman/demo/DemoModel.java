package dev.dragoman.demo;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.catalogue.Mocked;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A model that needs no provider: it takes a Chat Completions request and answers with a Chat
 * Completions stream, so that all between a client and a provider is at work. It answers in words;
 * asked to use a tool it was given, it calls that one.
 */
public final class DemoModel {
  /** The provider's name in a deployment. */
  public static final String PROVIDER = "demo";

  /** The host that requests for it name. */
  public static final String HOST = Mocked.HOST;

  /** What ends its events. */
  static final String DONE = "data: [DONE]\n\n";

  /** That nothing is charged for it is known. */
  private static final Map<String, RawJson> FREE =
      Map.of(
          "input_cost_per_token", RawJson.of("0"),
          "output_cost_per_token", RawJson.of("0"),
          "search_context_cost_per_query", RawJson.of("0"));

  private static final int MAX_QUOTED = 200;

  private static final Pattern AFTER_SPACE = Pattern.compile("(?<= )");
  private static final Pattern QUOTED = Pattern.compile("[`'\"]([^`'\"]{1,200})[`'\"]");
  private static final Pattern RUN =
      Pattern.compile("\\b(?:run|execute)\\b:?\\s+(.{1,200})", Pattern.CASE_INSENSITIVE);

  private DemoModel() {}

  /** The deployments under which it is offered where nothing else is configured. */
  public static List<Deployment> deployments() {
    return List.of(deployment("demo"), deployment("claude-demo"));
  }

  private static Deployment deployment(String name) {
    return Deployment.of(name, PROVIDER, "demo")
        .at("http://" + HOST + "/v1", null)
        .withDefaults(FREE)
        .from(Deployment.Origin.BUILT_IN);
  }

  /**
   * An answer that is coming.
   *
   * @param body server-sent events where the status is 200, else a JSON document
   */
  public record Answer(int status, InputStream body) {}

  /**
   * The answer of a deployment with a {@code mock_response}; waits as long as that says.
   *
   * @param settings as {@link Mocked#FIELD} has them
   */
  public static Answer mocked(String settings) throws InterruptedException {
    return MockModel.read(settings).answer();
  }

  /** The answer to a request, as server-sent events that come a word at a time. */
  public static InputStream answer(byte[] request) {
    DemoRequest asked = DemoRequest.read(request);
    List<String> events = new ArrayList<>();
    int output;
    DemoRequest.Function tool = toolToCall(asked);
    if (tool == null) {
      String text = saying(asked);
      events.addAll(words(text));
      events.add(ended());
      output = text.length() / 4;
    } else {
      String input = input(tool, asked.lastText());
      events.add(chunk("tool_calls", out -> call(tool.name(), input, out), false));
      events.add(chunk("tool_calls", out -> {}, true));
      output = input.length() / 4;
    }
    events.add(usage(request.length / 4, output));
    events.add(DONE);
    return new PacedEvents(events);
  }

  /** An event for each word. */
  static List<String> words(String text) {
    List<String> events = new ArrayList<>();
    for (String word : AFTER_SPACE.split(text, 0)) {
      events.add(chunk("stop", out -> out.writeStringProperty("content", word), false));
    }
    return events;
  }

  /** The event that ends a text. */
  static String ended() {
    return chunk("stop", out -> {}, true);
  }

  private static String saying(DemoRequest asked) {
    if (asked.toolResult() != null) {
      return "The tool answered: " + asked.toolResult().strip();
    }
    String said = asked.lastText().strip();
    return "This is Dragoman's demo model: no provider and no key are needed to see the gateway"
        + " work. You said: \""
        + start(said)
        + "\". Ask me to run a command or to use one of your tools and I will call it; add a"
        + " model_list in a config.yaml to work with a real model.";
  }

  /** No character is cut in half. */
  private static String start(String said) {
    return said.codePointCount(0, said.length()) <= MAX_QUOTED
        ? said
        : said.substring(0, said.offsetByCodePoints(0, MAX_QUOTED)) + "...";
  }

  private static DemoRequest.@Nullable Function toolToCall(DemoRequest asked) {
    if (asked.toolResult() != null) {
      return null;
    }
    String text = asked.lastText();
    for (DemoRequest.Function tool : asked.tools()) {
      boolean named =
          Pattern.compile("(?i)\\b" + Pattern.quote(tool.name()) + "\\b").matcher(text).find();
      boolean runs = tool.name().equals("Bash") && RUN.matcher(text).find();
      if (named || runs) {
        return tool;
      }
    }
    return null;
  }

  /** An input with each required property: what stands in quotes, or behind "run". */
  private static String input(DemoRequest.Function tool, String text) {
    Matcher quoted = QUOTED.matcher(text);
    Matcher run = RUN.matcher(text);
    String words = "demo";
    if (tool.name().equals("Bash") && run.find()) {
      words = run.group(1).strip();
    } else if (quoted.find()) {
      words = quoted.group(1);
    }
    String value = words;
    return Json.text(out -> {
      out.writeStartObject();
      tool.required().forEach((name, type) -> property(name, type, value, out));
      out.writeEndObject();
    });
  }

  private static void property(String name, String type, String text, JsonGenerator out) {
    out.writeName(name);
    switch (type) {
      case "integer", "number" -> out.writeNumber(1);
      case "boolean" -> out.writeBoolean(true);
      case "array" -> {
        out.writeStartArray();
        out.writeEndArray();
      }
      case "object" -> {
        out.writeStartObject();
        out.writeEndObject();
      }
      default -> out.writeString(text);
    }
  }

  private static void call(String name, String input, JsonGenerator out) {
    out.writeArrayPropertyStart("tool_calls");
    out.writeStartObject();
    out.writeNumberProperty("index", 0);
    out.writeStringProperty("type", "function");
    out.writeObjectPropertyStart("function");
    out.writeStringProperty("name", name);
    out.writeStringProperty("arguments", input);
    out.writeEndObject();
    out.writeEndObject();
    out.writeEndArray();
  }

  private static String chunk(String reason, Consumer<JsonGenerator> delta, boolean last) {
    return event(out -> {
      out.writeArrayPropertyStart("choices");
      out.writeStartObject();
      out.writeNumberProperty("index", 0);
      out.writeObjectPropertyStart("delta");
      delta.accept(out);
      out.writeEndObject();
      if (last) {
        out.writeStringProperty("finish_reason", reason);
      } else {
        out.writeNullProperty("finish_reason");
      }
      out.writeEndObject();
      out.writeEndArray();
    });
  }

  private static String usage(int input, int output) {
    return event(out -> {
      out.writeArrayPropertyStart("choices");
      out.writeEndArray();
      out.writeObjectPropertyStart("usage");
      out.writeNumberProperty("prompt_tokens", input);
      out.writeNumberProperty("completion_tokens", Math.max(1, output));
      out.writeEndObject();
    });
  }

  private static String event(Consumer<JsonGenerator> fields) {
    String json =
        Json.text(out -> {
          out.writeStartObject();
          out.writeStringProperty("object", "chat.completion.chunk");
          fields.accept(out);
          out.writeEndObject();
        });
    return "data: " + json + "\n\n";
  }
}
