package dev.dragoman.doctor;

import dev.dragoman.json.RawJson;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.messages.Usage;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one request came to: as its client sees it, and as the ledger keeps it.
 *
 * @param requestId as the answer's header says
 * @param status of HTTP
 * @param message the whole answer: that of a stream, folded
 * @param fault what came in its place, or broke it off; null if it is whole
 * @param pace how its text arrived
 * @param record the ledger's; null if the gateway refused the request before it asked a provider
 */
record Answer(
    String requestId,
    int status,
    JsonFields message,
    @Nullable Fault fault,
    Pace pace,
    @Nullable UsageRecord record) {

  /** An error in the envelope of the Messages API. */
  record Fault(String type, String message) {}

  /**
   * How text arrived, in milliseconds after the question; 0 where none did.
   *
   * @param pieces events that brought text
   */
  record Pace(int pieces, long firstMillis, long lastMillis, long endMillis) {}

  /** Its blocks, in order. */
  List<JsonFields> content() {
    return message.items("content").stream().map(JsonFields::of).toList();
  }

  /** Its blocks as they came, to be given back. */
  String rawContent() {
    return message.items("content").stream()
        .map(RawJson::toString)
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** Its blocks of one type. */
  List<JsonFields> blocks(String type) {
    return content().stream().filter(block -> block.text("type").equals(type)).toList();
  }

  /** All of its text. */
  String text() {
    return blocks("text").stream().map(block -> block.text("text")).collect(Collectors.joining());
  }

  String stopReason() {
    return message.text("stop_reason");
  }

  /** What was noted, without what is noted of usage: that is told with the figures. */
  List<String> notes() {
    return record == null
        ? List.of()
        : record.notes().stream().filter(note -> !note.startsWith("usage:")).toList();
  }

  /** Whether the gateway refused it before it asked a provider. */
  boolean refusedHere() {
    return fault != null && record == null;
  }

  /**
   * Whether a provider was asked that may have charged for it: none charges for a refusal, and none
   * for what it could not begin to answer, unless it was only too slow.
   */
  boolean charged() {
    if (record == null || fault == null || status < 400) {
      return record != null;
    }
    boolean begun = usage().origin() != Usage.Origin.MISSING;
    return status >= 500 && (begun || fault.type().equals("timeout_error"));
  }

  Usage usage() {
    return record == null ? Usage.MISSING : record.usage();
  }
}
