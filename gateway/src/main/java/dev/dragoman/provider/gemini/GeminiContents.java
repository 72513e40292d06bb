package dev.dragoman.provider.gemini;

import dev.dragoman.messages.ContentBlock;
import dev.dragoman.provider.Conversation;
import dev.dragoman.provider.Conversation.Answered;
import dev.dragoman.provider.Conversation.Placed;
import dev.dragoman.provider.Conversation.Turn;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.Provenance;
import dev.dragoman.provider.ToolSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes the conversation as contents of the user and the model in turns. A signature goes back on
 * the part that it came on.
 *
 * @see <a href="https://ai.google.dev/gemini-api/docs/thought-signatures">Thought signatures</a>
 */
final class GeminiContents {
  /**
   * In base64, what the documents (thought signatures, FAQs) give for a call of another model's,
   * which has no signature: "skip_thought_signature_validator".
   */
  private static final String NO_SIGNATURE = "c2tpcF90aG91Z2h0X3NpZ25hdHVyZV92YWxpZGF0b3I=";

  private final Encoding encoding;
  private final GeminiModel model;
  private final Provenance provenance;
  private final ToolSet tools;
  private final GeminiParts parts;

  GeminiContents(Encoding encoding, GeminiModel model, Provenance provenance, ToolSet tools) {
    this.encoding = encoding;
    this.model = model;
    this.provenance = provenance;
    this.tools = tools;
    this.parts = new GeminiParts(encoding, model, tools);
  }

  void write(JsonGenerator out) {
    out.writeArrayPropertyStart("contents");
    List<Consumer<JsonGenerator>> pending = new ArrayList<>();
    boolean model = false;
    for (Turn turn : Conversation.of(encoding.request())) {
      List<Consumer<JsonGenerator>> said = parts(turn);
      boolean byModel = turn instanceof Turn.Assistant;
      if (!said.isEmpty() && byModel != model) {
        flush(model, pending, out);
        model = byModel;
      }
      pending.addAll(said);
    }
    flush(model, pending, out);
    if (model) {
      if (!this.model.takesLastTurnOfModel()) {
        throw encoding.unsupported(
            "messages." + (encoding.request().messages().size() - 1),
            "an assistant message at the end");
      }
      encoding
          .notes()
          .add("messages", "the model starts a new turn, it does not continue the last one");
    }
    out.writeEndArray();
  }

  /** The parts of a turn: none of one in which another model only thought. */
  private List<Consumer<JsonGenerator>> parts(Turn turn) {
    List<Consumer<JsonGenerator>> into = new ArrayList<>();
    switch (turn) {
      case Turn.Assistant said -> assistant(said.blocks(), into);
      case Turn.Results results -> results(results.all(), into);
      case Turn.User user -> user(user.blocks(), into);
      case Turn.Instruction instruction -> instruction(instruction.blocks(), into);
    }
    return into;
  }

  private static void flush(
      boolean model, List<Consumer<JsonGenerator>> pending, JsonGenerator out) {
    if (pending.isEmpty()) {
      return;
    }
    out.writeStartObject();
    out.writeStringProperty("role", model ? "model" : "user");
    out.writeArrayPropertyStart("parts");
    pending.forEach(part -> part.accept(out));
    out.writeEndArray();
    out.writeEndObject();
    pending.clear();
  }

  private void user(List<Placed> blocks, List<Consumer<JsonGenerator>> into) {
    blocks.forEach(placed -> parts.add(placed.block(), placed.path(), into));
  }

  private void instruction(List<Placed> blocks, List<Consumer<JsonGenerator>> into) {
    encoding
        .notes()
        .add("messages.role", "system messages inside the conversation sent as user messages");
    List<String> texts =
        blocks.stream().map(placed -> parts.text(placed.block(), placed.path())).toList();
    into.add(
        GeminiParts.textPart(
            "<system-reminder>\n" + String.join("\n\n", texts) + "\n</system-reminder>", null));
  }

  private void assistant(List<Placed> blocks, List<Consumer<JsonGenerator>> into) {
    String signature = null;
    boolean called = false;
    boolean searched = blocks.stream().anyMatch(placed -> isServerPart(placed.block()));
    for (Placed placed : blocks) {
      switch (placed.block()) {
        case ContentBlock.Thinking thinking -> {
          String next = provenance.unwrap(thinking.signature());
          if (next == null) {
            encoding.notes().add("thinking", "earlier thinking of another model left out");
          } else if (ServerPart.is(next)) {
            if (signature != null) {
              into.add(GeminiParts.textPart("", signature));
              signature = null;
            }
            into.add(out -> ServerPart.write(next, out));
          } else if (!next.isEmpty()) {
            if (signature != null) {
              into.add(GeminiParts.textPart("", signature));
            }
            signature = next;
          }
        }
        case ContentBlock.RedactedThinking redacted ->
            encoding
                .notes()
                .add("redacted_thinking", "readable by its own provider only, left out");
        case ContentBlock.ServerToolUse use when searched -> {}
        case ContentBlock.ServerToolResult result when searched -> {}
        case ContentBlock.ToolUse call -> {
          into.add(call(call, signature, !called));
          called = true;
          signature = null;
        }
        case ContentBlock block -> {
          String text = parts.text(block, placed.path());
          if (!text.isEmpty()) {
            into.add(GeminiParts.textPart(text, signature));
            signature = null;
          }
        }
      }
    }
    if (signature != null) {
      into.add(GeminiParts.textPart("", signature));
    }
  }

  /** A search that Google wants back as it came, and so not told in words. */
  private boolean isServerPart(ContentBlock block) {
    if (!(block instanceof ContentBlock.Thinking thinking)) {
      return false;
    }
    String signature = provenance.unwrap(thinking.signature());
    return signature != null && ServerPart.is(signature);
  }

  private Consumer<JsonGenerator> call(
      ContentBlock.ToolUse original, @Nullable String signature, boolean first) {
    ContentBlock.ToolUse call = tools.asCalled(original);
    // Gemini 3 refuses a step whose first call has no signature.
    boolean missing = signature == null && first && model.isThird();
    if (missing) {
      encoding.notes().add("thinking", "calls without a signature of this model's marked so");
    }
    return out -> {
      out.writeStartObject();
      out.writeObjectPropertyStart("functionCall");
      id(call.id(), out);
      out.writeStringProperty("name", GeminiNames.toUpstream(call.name()));
      out.writeName("args");
      call.input().writeTo(out);
      out.writeEndObject();
      if (signature != null || missing) {
        out.writeStringProperty("thoughtSignature", missing ? NO_SIGNATURE : signature);
      }
      out.writeEndObject();
    };
  }

  /** All results first, in the order of the calls; what they cannot hold stands behind them. */
  private void results(List<Answered> all, List<Consumer<JsonGenerator>> into) {
    List<Consumer<JsonGenerator>> behind = new ArrayList<>();
    for (Answered answered : all) {
      List<Consumer<JsonGenerator>> media = parts.mediaOf(answered.result(), answered.path());
      String text = parts.result(answered.result(), answered.path());
      boolean inside = model.isThird() && (model.onVertex() || !parts.hasAddress(answered));
      into.add(result(answered, text, inside ? media : List.of()));
      if (!inside && !media.isEmpty()) {
        behind.add(
            GeminiParts.textPart(
                "[From result %d, of %s]".formatted(all.indexOf(answered) + 1, name(answered)),
                null));
        behind.addAll(media);
      }
    }
    into.addAll(behind);
  }

  private String name(Answered answered) {
    return GeminiNames.toUpstream(tools.asCalled(answered.call()).name());
  }

  private Consumer<JsonGenerator> result(
      Answered answered, String text, List<Consumer<JsonGenerator>> media) {
    return out -> {
      out.writeStartObject();
      out.writeObjectPropertyStart("functionResponse");
      id(answered.call().id(), out);
      out.writeStringProperty("name", name(answered));
      out.writeObjectPropertyStart("response");
      out.writeStringProperty(answered.result().isError() ? "error" : "output", text);
      out.writeEndObject();
      if (!media.isEmpty()) {
        out.writeArrayPropertyStart("parts");
        media.forEach(part -> part.accept(out));
        out.writeEndArray();
      }
      out.writeEndObject();
      out.writeEndObject();
    };
  }

  /** Before Gemini 3, calls are told apart by their order alone. */
  private void id(String id, JsonGenerator out) {
    if (model.isThird()) {
      out.writeStringProperty("id", id);
    }
  }
}
