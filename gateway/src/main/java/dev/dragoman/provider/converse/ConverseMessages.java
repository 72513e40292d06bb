package dev.dragoman.provider.converse;

import dev.dragoman.messages.CacheControl;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.provider.BillingHeader;
import dev.dragoman.provider.Conversation;
import dev.dragoman.provider.Conversation.Answered;
import dev.dragoman.provider.Conversation.Placed;
import dev.dragoman.provider.Conversation.Turn;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.Provenance;
import dev.dragoman.provider.ToolSet;
import dev.dragoman.provider.converse.ConverseModel.Feature;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Writes {@code system} and {@code messages}. */
final class ConverseMessages {

  private final Encoding encoding;
  private final MessagesRequest request;
  private final ConverseModel model;
  private final ConverseBlocks blocks;
  private final ConverseHistory history;

  ConverseMessages(Encoding encoding, ToolSet tools, ConverseModel model, Provenance provenance) {
    this.encoding = encoding;
    this.request = encoding.request();
    this.model = model;
    this.blocks = new ConverseBlocks(encoding, tools, model);
    this.history = new ConverseHistory(encoding, tools, model, provenance);
  }

  void write(List<String> instructions, JsonGenerator out) {
    system(instructions, out);
    ConverseTurns turns = new ConverseTurns(out, model.has(Feature.MIXED_TURNS), encoding.notes());
    out.writeArrayPropertyStart("messages");
    for (Turn turn : Conversation.of(request)) {
      String role = turn instanceof Turn.Assistant ? "assistant" : "user";
      turns.write(role, pieces(turn));
    }
    turns.end();
    out.writeEndArray();
  }

  private void system(List<String> instructions, JsonGenerator out) {
    List<Piece> pieces = new ArrayList<>();
    for (ContentBlock.Text block : request.system()) {
      if (!BillingHeader.is(block)) {
        blocks.add(block, "system", pieces);
      }
    }
    instructions.forEach(words -> pieces.add(Piece.text(words)));
    if (!pieces.isEmpty()) {
      out.writeArrayPropertyStart("system");
      pieces.forEach(piece -> piece.write(out));
      out.writeEndArray();
    }
  }

  private List<Piece> pieces(Turn turn) {
    List<Piece> pieces = new ArrayList<>();
    switch (turn) {
      case Turn.Instruction system -> instruction(system.blocks(), pieces);
      case Turn.User user -> user.blocks().forEach(e -> blocks.add(e.block(), e.path(), pieces));
      case Turn.Results results -> results(results.all(), pieces);
      case Turn.Assistant assistant ->
          assistant.blocks().forEach(each -> history.said(each, blocks, pieces));
    }
    return pieces;
  }

  private void instruction(List<Placed> system, List<Piece> pieces) {
    encoding
        .notes()
        .add("messages.role", "system messages inside the conversation sent as user messages");
    for (Placed each : system) {
      if (each.block() instanceof ContentBlock.Text text) {
        if (!text.text().isBlank()) {
          pieces.add(Piece.text("<system-reminder>\n" + text.text() + "\n</system-reminder>"));
          blocks.cache(text.cacheControl(), pieces);
        }
      } else {
        blocks.add(each.block(), each.path(), pieces);
      }
    }
  }

  /** The results, and behind the last of them the files that the model does not take in them. */
  private void results(List<Answered> all, List<Piece> pieces) {
    List<Piece> behind = new ArrayList<>();
    for (Answered each : all) {
      result(each.result(), each.path(), pieces, behind);
    }
    pieces.addAll(behind);
  }

  private void result(
      ContentBlock.ToolResult result, String path, List<Piece> to, List<Piece> behind) {
    List<Piece> inside = new ArrayList<>();
    String id = ConverseHistory.id(result.toolUseId());
    boolean status = model.has(Feature.STATUS);
    if (result.isError() && !status) {
      inside.add(Piece.text("Error:"));
    }
    boolean moved = false;
    CacheControl cache = result.cacheControl();
    for (int i = 0; i < result.content().size(); i++) {
      ContentBlock block = result.content().get(i);
      String place = path + ".content." + i;
      cache = cache == null ? ConverseBlocks.marked(block) : cache;
      if (blocks.standsInResults(block)) {
        blocks.inside(block, place, inside);
      } else {
        if (!moved) {
          behind.add(Piece.text("[From the result of tool call " + id + "]"));
          moved = true;
        }
        blocks.inside(block, place, behind);
      }
    }
    if (inside.isEmpty()) {
      inside.add(Piece.text(moved ? "(its files follow)" : "(no output)"));
    }
    to.add(ConverseHistory.result(id, inside, result.isError() && status));
    blocks.cache(cache, to);
  }
}
