package dev.dragoman.provider.anthropic;

import dev.dragoman.json.Json;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.Message;
import dev.dragoman.messages.Source;
import dev.dragoman.messages.ThinkingConfig;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.ServerResults;
import dev.dragoman.provider.ToolNames;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The messages of a request as a target can read them: thinking that it cannot be shown is taken
 * out and the rest unwrapped, searches that it did not run itself and references to tools that it
 * does not know become text, and ids of calls that other models made become such as Claude takes.
 */
final class History {
  /** "tool_use.id: String should match pattern '^[a-zA-Z0-9_-]+$'", and so its result's. */
  private static final Pattern ID = Pattern.compile("[a-zA-Z0-9_-]+");

  private static final int ID_LENGTH = 64;

  /** Stands before calls of another model's; an empty text would be none to some. */
  private static final String NO_THOUGHT =
      "{\"type\":\"thinking\",\"thinking\":\" \",\"signature\":\"\"},";

  private final Splice splice;
  private final JsonParser in;
  private final Encoding encoding;
  private final Host host;
  private final Thinking thinking;
  private final ForeignSearches searches;
  private final boolean instructed;

  History(Splice splice, Encoding encoding, Host host, Thinking thinking) {
    this.splice = splice;
    this.in = splice.in();
    this.encoding = encoding;
    this.host = host;
    this.thinking = thinking;
    this.searches = ForeignSearches.in(encoding.request(), host);
    this.instructed = LateInstructions.taken(host, encoding.target().baseModel());
  }

  /** Passes over the array of messages; one that is left empty goes as well. */
  void messages() {
    List<Message> all = encoding.request().messages();
    if (host.claude() && !host.anthropics()) {
      for (int i = 0; i < all.size(); i++) {
        check(all.get(i).content(), "messages." + i);
      }
    }
    boolean none = in.currentToken() != JsonToken.START_ARRAY;
    if (none || all.stream().allMatch(this::stays)) {
      splice.pass();
      return;
    }
    once(all.size(), "messages");
    Splice.Members messages = splice.members();
    int i = 0;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      int start = splice.start();
      messages.keep(start);
      boolean emptied = message(all.get(i++));
      int end = (int) in.currentLocation().getByteOffset();
      if (emptied) {
        messages.dropKept(start, end);
      } else {
        messages.ended(end);
      }
    }
    messages.close();
  }

  /** What is not sent with the request itself: Claude's other hosts fetch nothing. */
  private void check(List<ContentBlock> blocks, String path) {
    for (int i = 0; i < blocks.size(); i++) {
      String at = path + ".content." + i;
      switch (blocks.get(i)) {
        case ContentBlock.Image image -> check(image.source(), at);
        case ContentBlock.Document document -> check(document.source(), at);
        case ContentBlock.ToolResult result -> check(result.content(), at);
        default -> {}
      }
    }
  }

  private void check(Source source, String path) {
    if (source instanceof Source.Url || source instanceof Source.FileId) {
      throw encoding.unsupported(path + ".source", "a file that is not in the request");
    }
  }

  private boolean stays(Message message) {
    return staysSystem(message) && !lacksThinking(message) && stays(message.content());
  }

  private boolean staysSystem(Message message) {
    return instructed || message.role() != Message.Role.SYSTEM;
  }

  /** Whether it calls without thinking, of which the target wants to see some. */
  private boolean lacksThinking(Message message) {
    return thinking.missed()
        && !(encoding.request().thinking() instanceof ThinkingConfig.Disabled)
        && message.content().stream().anyMatch(block -> block instanceof ContentBlock.ToolUse)
        && message.content().stream().noneMatch(this::isThought);
  }

  private boolean isThought(ContentBlock block) {
    return block instanceof ContentBlock.Thinking && !hidden(block);
  }

  /** Whether all these blocks go as they came. */
  private boolean stays(List<ContentBlock> blocks) {
    return blocks.stream().allMatch(this::stays);
  }

  private boolean stays(ContentBlock block) {
    return switch (block) {
      case ContentBlock.Thinking thought -> thinking.untouched(thought.signature());
      case ContentBlock.RedactedThinking thought -> thinking.untouched(thought.data());
      case ContentBlock.ServerToolUse use -> !searches.has(use);
      case ContentBlock.ServerToolResult result -> !searches.has(result);
      case ContentBlock.Text text -> !searches.has(text);
      case ContentBlock.ToolUse use -> fits(use.id());
      case ContentBlock.ToolResult result -> fits(result.toolUseId()) && stays(result.content());
      case ContentBlock.ToolReference ignored -> host.claude();
      default -> true;
    };
  }

  private boolean fits(String id) {
    return !host.claude() || ID.matcher(id).matches();
  }

  private boolean message(Message message) {
    if (!staysSystem(message)) {
      LateInstructions.asUsers(splice, encoding);
      return false;
    }
    boolean emptied = false;
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      if (name.equals("content") && in.currentToken() == JsonToken.START_ARRAY) {
        emptied = content(message.content(), lacksThinking(message));
      } else {
        splice.pass();
      }
    }
    return emptied;
  }

  /** Whether blocks stood there and none is left. */
  private boolean content(List<ContentBlock> content, boolean lacksThinking) {
    boolean lacking = lacksThinking;
    once(content.size(), "content");
    Splice.Members blocks = splice.members();
    boolean dropped = false;
    int i = 0;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      int start = splice.start();
      ContentBlock block = content.get(i++);
      if (hidden(block)) {
        blocks.drop(splice.pass());
        dropped = true;
        encoding.notes().add("thinking", "not this model's or not signed, left out");
        continue;
      }
      blocks.keep(start);
      if (lacking) {
        splice.replace(start, start, NO_THOUGHT);
        encoding.notes().add("thinking", "calls without thinking of this model's marked so");
        lacking = false;
      }
      block(block);
      blocks.ended((int) in.currentLocation().getByteOffset());
    }
    return blocks.close() == 0 && dropped;
  }

  /**
   * Refuses an array that is not of the size that was read: of two of one name the last was read,
   * and edits are made in both.
   */
  private void once(int size, String name) {
    try (JsonParser again = splice.here()) {
      again.nextToken();
      int count = 0;
      while (again.nextToken() != JsonToken.END_ARRAY) {
        again.skipChildren();
        count++;
      }
      if (count != size) {
        throw ApiException.invalid(name, "is there twice");
      }
    }
  }

  private boolean hidden(ContentBlock block) {
    return switch (block) {
      case ContentBlock.Thinking thought -> thinking.shown(thought.signature()) == null;
      case ContentBlock.RedactedThinking thought -> thinking.shown(thought.data()) == null;
      default -> false;
    };
  }

  private void block(ContentBlock block) {
    if (stays(block)) {
      splice.pass();
      return;
    }
    switch (block) {
      case ContentBlock.Thinking thought ->
          replace("signature", thinking.shown(thought.signature()));
      case ContentBlock.RedactedThinking thought -> replace("data", thinking.shown(thought.data()));
      case ContentBlock.ServerToolUse use -> text("[" + use.name() + " " + use.input() + "]");
      case ContentBlock.ServerToolResult result -> {
        encoding.notes().add("web_search_tool_result", "of another provider, sent as text");
        text(ServerResults.text(result));
      }
      case ContentBlock.Text text -> {
        encoding.notes().add("citations", "of another provider's search, left out");
        without("citations");
      }
      case ContentBlock.ToolUse use -> replace("id", ToolNames.fit(use.id(), ID_LENGTH));
      case ContentBlock.ToolResult result -> result(result);
      case ContentBlock.ToolReference reference ->
          text("The tool " + reference.toolName() + " is loaded and can be called.");
      default -> splice.pass();
    }
  }

  private void result(ContentBlock.ToolResult result) {
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      if (name.equals("content") && in.currentToken() == JsonToken.START_ARRAY) {
        content(result.content(), false);
      } else if (name.equals("tool_use_id") && !fits(result.toolUseId())) {
        splice.replaceText(ToolNames.fit(result.toolUseId(), ID_LENGTH));
      } else {
        splice.pass();
      }
    }
  }

  private void replace(String field, @Nullable String text) {
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      if (name.equals(field) && text != null) {
        splice.replaceText(text);
      } else {
        splice.pass();
      }
    }
  }

  private void without(String field) {
    Splice.Members fields = splice.members();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      int start = splice.start();
      in.nextToken();
      if (name.equals(field)) {
        fields.drop(splice.pass());
      } else {
        fields.keep(start);
        fields.ended(splice.pass());
      }
    }
    fields.close();
  }

  private void text(String text) {
    splice.replace(
        Json.text(out -> {
          out.writeStartObject();
          out.writeStringProperty("type", "text");
          out.writeStringProperty("text", text);
          out.writeEndObject();
        }));
  }
}
