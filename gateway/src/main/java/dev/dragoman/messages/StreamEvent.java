package dev.dragoman.messages;

import dev.dragoman.json.RawJson;
import org.jspecify.annotations.Nullable;

/**
 * An event of a streamed answer. A whole answer is {@code message_start}, blocks one after another
 * (start, deltas, stop; indexes from 0 without a gap), {@code message_delta}, {@code message_stop};
 * {@code ping} may stand anywhere; {@code error} ends it.
 *
 * @see <a href="https://docs.anthropic.com/en/docs/build-with-claude/streaming">Streaming</a>
 */
public sealed interface StreamEvent {
  /** The answer begins; usage is what is known of the input by now. */
  record MessageStart(String id, String model, Usage usage) implements StreamEvent {}

  /** A block begins; its text, thinking or input is empty and comes in deltas. */
  record BlockStart(int index, ContentBlock block) implements StreamEvent {}

  /** More of the open block. */
  record BlockDelta(int index, Delta delta) implements StreamEvent {}

  /** The open block is whole. */
  record BlockStop(int index) implements StreamEvent {}

  /** Why the answer ended, and what all of it used. */
  record MessageDelta(StopReason stopReason, @Nullable String stopSequence, Usage usage)
      implements StreamEvent {}

  /** The answer is whole. */
  record MessageStop() implements StreamEvent {}

  /** Nothing yet. */
  record Ping() implements StreamEvent {}

  /**
   * An event of a provider that speaks the Messages API itself, as it came.
   *
   * @param name as it stands in {@code event:}
   */
  record Passed(String name, RawJson data) implements StreamEvent {}

  /** The answer broke off. */
  record Failed(ApiError error) implements StreamEvent {}

  /** A part of a block. */
  sealed interface Delta {
    /** More text. */
    record Text(String text) implements Delta {}

    /** More of a tool's input, as a piece of JSON text. */
    record InputJson(String partialJson) implements Delta {}

    /** More thinking. */
    record Thinking(String thinking) implements Delta {}

    /** The signature of the thinking before it. */
    record Signature(String signature) implements Delta {}

    /** A citation that supports the text before it. */
    record Citation(RawJson citation) implements Delta {}
  }
}
