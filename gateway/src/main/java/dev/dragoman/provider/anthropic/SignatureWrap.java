package dev.dragoman.provider.anthropic;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.provider.Provenance;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Wraps the signatures in a stream, each at its first piece. Thinking that its model left unsigned
 * gets one that says whose it is: it would not come back else, and some models refuse a call of
 * their own without it.
 */
final class SignatureWrap {
  private final @Nullable Provenance provenance;
  private boolean wrapped;
  private boolean thinking;
  private int index;

  /**
   * @param provenance null to wrap nothing
   */
  SignatureWrap(@Nullable Provenance provenance) {
    this.provenance = provenance;
  }

  /** The start of a block, or more of it, with its signature wrapped if it has one. */
  StreamEvent.Passed wrap(StreamEvent.Passed event) {
    if (provenance == null) {
      return event;
    }
    if (event.name().equals("content_block_start")) {
      wrapped = false;
      thinking = false;
    }
    Splice splice = new Splice(event.data());
    JsonParser in = splice.in();
    for (String name = Json.firstName(in); name != null; name = in.nextName()) {
      JsonToken token = in.nextToken();
      boolean object = token == JsonToken.START_OBJECT;
      if (object && (name.equals("content_block") || name.equals("delta"))) {
        inside(splice, in, provenance);
      } else if (name.equals("index") && token == JsonToken.VALUE_NUMBER_INT) {
        index = in.getIntValue();
        splice.pass();
      } else {
        splice.pass();
      }
    }
    byte[] bytes = splice.bytes();
    return new StreamEvent.Passed(event.name(), new RawJson(bytes, 0, bytes.length));
  }

  /** At the end of a block: the signature of thinking that has had none. */
  Optional<StreamEvent.Passed> rest() {
    if (provenance == null || !thinking || wrapped) {
      return Optional.empty();
    }
    thinking = false;
    return Optional.of(Passing.delta(index, "signature_delta", "signature", provenance.wrap("")));
  }

  private void inside(Splice splice, JsonParser in, Provenance by) {
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      boolean text = in.nextToken() == JsonToken.VALUE_STRING;
      thinking |= text && name.equals("type") && in.getString().equals("thinking");
      boolean signature = name.equals("signature") || name.equals("data");
      if (text && signature && !wrapped && !in.getString().isEmpty()) {
        wrapped = true;
        splice.replaceText(by.wrap(in.getString()));
      } else {
        splice.pass();
      }
    }
  }
}
