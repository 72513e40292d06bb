package dev.dragoman.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.dragoman.json.Json;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.EventWriter;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.messages.StreamEvent.Delta;
import dev.dragoman.messages.Usage;
import dev.dragoman.wire.SseReader;
import dev.dragoman.wire.SseWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * Fails at the first event that a Messages stream cannot have there: {@code message_start} first,
 * blocks numbered from 0 and one open at a time, deltas of the kinds that the block takes, a tool's
 * input in at least one, ids apart, and nothing behind {@code message_stop}.
 */
final class LegalStream implements Consumer<StreamEvent> {
  private final Set<String> ids = new HashSet<>();
  private final PassedStream passed = new PassedStream();
  private @Nullable ContentBlock open;
  private int next;
  private boolean begun;
  private boolean reasoned;
  private boolean stopped;
  private boolean input;

  /** Whether the answer is whole. */
  boolean stopped() {
    return stopped || passed.stopped();
  }

  @Override
  public void accept(StreamEvent event) {
    byte[] data = Json.bytes(out -> EventWriter.write(event, "req_1", out));
    parses(data);
    List<String> read = sent(EventWriter.name(event), data);
    holds(
        read.equals(List.of(EventWriter.name(event), new String(data, UTF_8))),
        "an event is one event: " + read);
    if (event instanceof StreamEvent.Passed same) {
      holds(!begun, "a stream is passed on whole or not at all");
      passed.accept(same);
      return;
    }
    holds(!stopped, "nothing follows message_stop");
    holds(begun == !(event instanceof StreamEvent.MessageStart), "message_start is first, once");
    switch (event) {
      case StreamEvent.MessageStart start -> {
        begun = true;
        holds(figures(start.usage()), "no figure is negative");
      }
      case StreamEvent.BlockStart start -> begin(start);
      case StreamEvent.BlockDelta delta -> {
        holds(open != null && delta.index() == next - 1, "a delta is of the open block");
        holds(fits(delta.delta()), "a delta is of a kind that its block takes");
        input |= delta.delta() instanceof Delta.InputJson;
      }
      case StreamEvent.BlockStop stop -> {
        holds(open != null && stop.index() == next - 1, "what closes is open");
        boolean call = open instanceof ContentBlock.ToolUse;
        holds(!call || input, "a call has input in a delta");
        open = null;
      }
      case StreamEvent.MessageDelta delta -> {
        holds(open == null && !reasoned, "message_delta comes once, behind all blocks");
        holds(figures(delta.usage()), "no figure is negative");
        reasoned = true;
      }
      case StreamEvent.MessageStop stop -> {
        holds(reasoned, "message_delta comes before message_stop");
        stopped = true;
      }
      default -> throw new AssertionError("no translator says " + EventWriter.name(event));
    }
  }

  /** The names and data of the events that a client reads where this one is sent. */
  private static List<String> sent(String name, byte[] data) {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    SseWriter writer = new SseWriter(sent);
    try {
      writer.begin(name);
      sent.write(data);
      writer.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> read = new ArrayList<>();
    SseReader reader =
        new SseReader(
            1 << 24,
            frame -> {
              read.add(frame.event());
              read.add(frame.text());
            });
    reader.feed(sent.toByteArray(), 0, sent.size());
    return read;
  }

  private void begin(StreamEvent.BlockStart start) {
    holds(open == null && !reasoned, "one block at a time, all before message_delta");
    holds(start.index() == next, "indexes have no gap");
    next++;
    input = false;
    open = start.block();
    switch (start.block()) {
      case ContentBlock.ToolUse use -> {
        holds(!use.id().isEmpty() && !use.name().isEmpty(), "a call has an id and a name");
        holds(ids.add(use.id()), "ids of calls are apart");
        holds(use.input().toString().equals("{}"), "input begins empty");
      }
      case ContentBlock.Text text -> holds(text.text().isEmpty(), "text begins empty");
      case ContentBlock.Thinking all -> holds(all.thinking().isEmpty(), "thinking begins empty");
      default -> {}
    }
  }

  private boolean fits(Delta delta) {
    return switch (delta) {
      case Delta.Text text -> open instanceof ContentBlock.Text && !text.text().isEmpty();
      case Delta.Citation citation -> open instanceof ContentBlock.Text;
      case Delta.Thinking thinking -> open instanceof ContentBlock.Thinking;
      case Delta.Signature signature -> open instanceof ContentBlock.Thinking;
      case Delta.InputJson json ->
          open instanceof ContentBlock.ToolUse || open instanceof ContentBlock.ServerToolUse;
    };
  }

  /** Whether no figure is negative. */
  static boolean figures(Usage usage) {
    return Stream.of(
            usage.input(),
            usage.output(),
            usage.cacheRead(),
            usage.cacheWrite5m(),
            usage.cacheWrite1h(),
            usage.thinking(),
            usage.searches())
        .allMatch(figure -> figure == null || figure >= 0);
  }

  static void holds(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("does not hold: " + what);
    }
  }

  /** Fails unless this is one JSON value. */
  static void parses(byte[] json) {
    try (JsonParser in = Json.parser(json)) {
      in.nextToken();
      in.skipChildren();
      holds(in.nextToken() == null, "one JSON value");
    }
  }
}
