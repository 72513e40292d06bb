package dev.dragoman.provider.anthropic;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.messages.StopReason;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Deltas;
import dev.dragoman.provider.Provenance;
import dev.dragoman.provider.Translator;
import dev.dragoman.wire.Frame;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Passes the events of the Messages API on as they came, but for the model's name; reads on the way
 * what they used and why they end.
 */
final class AnthropicTranslator implements Translator {
  private final String provider;
  private final String model;
  private final SignatureWrap signatures;
  private final WholeInput inputs = new WholeInput();
  private final AnthropicUsage usage = new AnthropicUsage();
  private final EventOrder order = new EventOrder();
  private boolean begun;
  private boolean reasoned;
  private boolean whole;

  /** What has come of the answer, for one that breaks off before it says what it used. */
  private long characters;

  /**
   * @param model the name the client asked for
   * @param provenance what signatures are wrapped in; null to leave them as they are
   */
  AnthropicTranslator(String provider, String model, @Nullable Provenance provenance) {
    this.provider = provider;
    this.model = model;
    this.signatures = new SignatureWrap(provenance);
  }

  @Override
  public void accept(Frame frame, Deltas out) {
    if (whole) {
      return;
    }
    if (frame.is("[DONE]")) {
      return;
    }
    try {
      event(frame, out);
    } catch (JacksonException e) {
      throw new ApiException(unreadable(), e);
    }
  }

  private void event(Frame frame, Deltas out) {
    if (frame.event().endsWith("Exception") || frame.event().startsWith(":")) {
      throw AnthropicErrors.exception(provider, frame).toException();
    }
    EventHead head = EventHead.read(frame);
    if (head == null) {
      throw unreadable().toException();
    }
    characters += head.characters();
    switch (head.type()) {
      case "error" -> throw AnthropicErrors.inStream(provider, frame).toException();
      case "message" -> WholeMessage.events(frame.copy(), each -> passed(each, out));
      case "bytes" -> event(inner(frame), out);
      default -> {
        if (!order.takes(head)) {
          throw fault("sent " + head.type() + " where none can come").toException();
        }
        passed(new StreamEvent.Passed(head.type(), frame.copy()), out);
      }
    }
  }

  private void passed(StreamEvent.Passed event, Deltas out) {
    StreamEvent.Passed next = event;
    switch (event.name()) {
      case "message_start" -> {
        next = start(event);
        soFar(out);
      }
      case "content_block_start", "content_block_delta" -> {
        inputs.read(event);
        next = signatures.wrap(event);
        soFar(out);
      }
      case "content_block_stop" -> {
        inputs.rest().ifPresent(out::pass);
        signatures.rest().ifPresent(out::pass);
      }
      case "message_delta" -> next = delta(event, out);
      case "message_stop" -> stop(out);
      default -> {}
    }
    if (begun) {
      out.pass(next);
    } else if (event.name().startsWith("message_") || event.name().startsWith("content_")) {
      throw fault("an answer that does not begin with message_start").toException();
    }
  }

  private void soFar(Deltas out) {
    Usage used = usage.soFar(characters);
    if (used != null) {
      out.usage(used);
    }
  }

  private StreamEvent.Passed start(StreamEvent.Passed event) {
    if (begun) {
      throw fault("began its answer twice").toException();
    }
    begun = true;
    Splice splice = new Splice(event.data());
    JsonParser in = splice.in();
    for (String name = Json.firstName(in); name != null; name = in.nextName()) {
      JsonToken token = in.nextToken();
      if (name.equals("message") && token == JsonToken.START_OBJECT) {
        message(splice, in);
      } else {
        splice.pass();
      }
    }
    byte[] bytes = splice.bytes();
    return new StreamEvent.Passed(event.name(), new RawJson(bytes, 0, bytes.length));
  }

  private void message(Splice splice, JsonParser in) {
    boolean used = false;
    boolean first = true;
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      JsonToken token = in.nextToken();
      first = false;
      if (name.equals("model") && token == JsonToken.VALUE_STRING) {
        splice.replaceText(model);
      } else if (name.equals("usage")) {
        used = true;
        usage(splice, in, "{\"input_tokens\":0,\"output_tokens\":0}");
      } else {
        splice.pass();
      }
    }
    if (!used) {
      splice.append("\"usage\":{\"input_tokens\":0,\"output_tokens\":0}", first);
    }
  }

  /** Reads the usage that the walk stands on; puts {@code nothing} where it is null. */
  private void usage(Splice splice, JsonParser in, String nothing) {
    if (in.currentToken() == JsonToken.START_OBJECT) {
      usage.read(in);
    } else {
      splice.replace(nothing);
    }
  }

  /** Reads the end of a message; clients demand that it states the usage. */
  private StreamEvent.Passed delta(StreamEvent.Passed event, Deltas out) {
    String reason = "";
    String sequence = null;
    boolean stated = false;
    boolean used = false;
    Splice splice = new Splice(event.data());
    JsonParser in = splice.in();
    for (String name = Json.firstName(in); name != null; name = in.nextName()) {
      JsonToken token = in.nextToken();
      if (name.equals("usage")) {
        stated = true;
        used = token == JsonToken.START_OBJECT;
        usage(splice, in, estimated());
      } else if (name.equals("delta") && token == JsonToken.START_OBJECT) {
        for (String field = in.nextName(); field != null; field = in.nextName()) {
          boolean text = in.nextToken() == JsonToken.VALUE_STRING;
          if (text && field.equals("stop_reason")) {
            reason = in.getString();
          } else if (text && field.equals("stop_sequence")) {
            sequence = in.getString();
          } else {
            in.skipChildren();
          }
        }
      } else {
        in.skipChildren();
      }
    }
    if (!reason.isEmpty()) {
      reasoned = true;
      out.stop(reason(reason), sequence);
    }
    Usage known = usage.known();
    if (used && known != null) {
      out.usage(known);
    }
    if (used) {
      return event;
    }
    if (known != null) {
      out.note("usage", "the output is not reported by the provider, estimated");
    }
    if (!stated) {
      splice.append("\"usage\":" + estimated(), false);
    }
    byte[] bytes = splice.bytes();
    return new StreamEvent.Passed(event.name(), new RawJson(bytes, 0, bytes.length));
  }

  private String estimated() {
    return "{\"output_tokens\":" + usage.output(characters) + "}";
  }

  /** One that is newer than this gateway passes all the same; the ledger calls it an end. */
  private static StopReason reason(String reason) {
    for (StopReason known : StopReason.values()) {
      if (known.json().equals(reason)) {
        return known;
      }
    }
    return StopReason.END_TURN;
  }

  private void stop(Deltas out) {
    if (!reasoned) {
      throw fault("ended its answer without saying why").toException();
    }
    if (usage.known() == null) {
      out.note("usage", "not reported by the provider, estimated");
    }
    whole = true;
  }

  @Override
  public void end(Deltas out) {
    if (!whole) {
      throw fault("the answer broke off before its end").toException();
    }
  }

  @Override
  public boolean whole() {
    return whole;
  }

  /** Bedrock's chunk: {@code {"bytes": BASE64}}. */
  private Frame inner(Frame frame) {
    try (JsonParser in = frame.parser()) {
      in.nextToken();
      for (String name = in.nextName(); name != null; name = in.nextName()) {
        in.nextToken();
        if (name.equals("bytes")) {
          return Frame.of(in.getBinaryValue());
        }
        in.skipChildren();
      }
    }
    throw unreadable().toException();
  }

  private ApiError unreadable() {
    return fault("sent an event that cannot be read");
  }

  private ApiError fault(String what) {
    return ApiError.of(ErrorType.API, provider + ": " + what);
  }
}
