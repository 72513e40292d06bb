package dev.dragoman.provider.anthropic;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.provider.Provenance;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Wraps the signatures in a stream, each at its first piece. */
final class SignatureWrap {
  private final @Nullable Provenance provenance;
  private boolean wrapped;

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
    }
    Splice splice = new Splice(event.data());
    JsonParser in = splice.in();
    for (String name = Json.firstName(in); name != null; name = in.nextName()) {
      JsonToken token = in.nextToken();
      boolean object = token == JsonToken.START_OBJECT;
      if (object && (name.equals("content_block") || name.equals("delta"))) {
        inside(splice, in, provenance);
      } else {
        splice.pass();
      }
    }
    byte[] bytes = splice.bytes();
    return new StreamEvent.Passed(event.name(), new RawJson(bytes, 0, bytes.length));
  }

  private void inside(Splice splice, JsonParser in, Provenance by) {
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      boolean text = in.nextToken() == JsonToken.VALUE_STRING;
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
