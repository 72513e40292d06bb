package dev.dragoman.provider.anthropic;

import dev.dragoman.json.Json;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.Sha256;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The client's own request with the few pieces changed that its target needs otherwise. */
final class AnthropicBody {
  /** What only steers an answer: counting refuses it. */
  private static final Set<String> NOT_COUNTED =
      Set.of(
          "max_tokens",
          "metadata",
          "stop_sequences",
          "stream",
          "temperature",
          "top_k",
          "top_p",
          "service_tier",
          "container",
          "safeguards",
          "speed");

  private final Encoding encoding;
  private final MessagesRequest request;
  private final Host host;
  private final Thinking thinking;
  private final Splice splice;
  private final JsonParser in;

  AnthropicBody(Encoding encoding, Host host, Thinking thinking) {
    this.encoding = encoding;
    this.request = encoding.request();
    this.host = host;
    this.thinking = thinking;
    this.splice = new Splice(request.body());
    this.in = splice.in();
  }

  /**
   * The request for an answer.
   *
   * @param betas what stands in {@code anthropic_beta}; empty for no such field
   */
  byte[] answered(List<String> betas) {
    return edited(false, betas);
  }

  /** The request for a count of its tokens. */
  byte[] counted() {
    return edited(true, List.of());
  }

  private byte[] edited(boolean counting, List<String> betas) {
    Integer maxTokens = encoding.maxTokens();
    boolean streamSaid = false;
    int open = splice.start() + 1;
    Splice.Members members = splice.members();
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      int start = splice.start();
      in.nextToken();
      if (!goes(name, counting)) {
        members.drop(splice.pass());
        continue;
      }
      members.keep(start);
      streamSaid |= name.equals("stream");
      value(name, maxTokens);
      members.ended((int) in.currentLocation().getByteOffset());
    }
    members.close();
    String first = first(counting || streamSaid, betas);
    if (!first.isEmpty()) {
      splice.insertFirst(open, first);
    }
    return splice.bytes();
  }

  /** Whether a field goes to the target. */
  private boolean goes(String name, boolean counting) {
    if (counting) {
      return !NOT_COUNTED.contains(name);
    }
    if (name.equals("model")) {
      return !host.modelInAddress();
    }
    if (name.equals("stream")) {
      return host != Host.BEDROCK;
    }
    if (in.currentToken() != JsonToken.VALUE_NULL && host.refuses(name)) {
      throw encoding.unsupported(name, name);
    }
    if (host.takes(name)) {
      return true;
    }
    if (in.currentToken() != JsonToken.VALUE_NULL) {
      encoding.leaveOut(name);
    }
    return false;
  }

  private void value(String name, @Nullable Integer maxTokens) {
    switch (name) {
      case "model" -> splice.replaceText(encoding.target().upstreamModel());
      case "stream" -> splice.replace("true");
      case "max_tokens" -> {
        if (maxTokens == null || maxTokens.equals(request.maxTokens())) {
          splice.pass();
        } else {
          splice.replace(maxTokens.toString());
        }
      }
      case "metadata" -> metadata();
      case "messages" -> {
        if (thinking.untouched(request)) {
          splice.pass();
        } else {
          new History(splice, thinking, encoding.notes()).messages();
        }
      }
      default -> splice.pass();
    }
  }

  /** Who the user is stays here; that two requests are of one user does not. */
  private void metadata() {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      splice.pass();
      return;
    }
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      if (in.nextToken() == JsonToken.VALUE_STRING && name.equals("user_id")) {
        splice.replaceText(Sha256.hex(in.getString()));
        encoding.notes().add("metadata.user_id", "forwarded as its hash");
      } else {
        splice.pass();
      }
    }
  }

  private String first(boolean streamSaid, List<String> betas) {
    StringBuilder first = new StringBuilder();
    switch (host) {
      case VERTEX -> first.append("\"anthropic_version\":\"vertex-2023-10-16\",");
      case BEDROCK -> first.append("\"anthropic_version\":\"bedrock-2023-05-31\",");
      default -> {}
    }
    if (!betas.isEmpty()) {
      String list =
          Json.text(out -> {
            out.writeStartArray();
            betas.forEach(out::writeString);
            out.writeEndArray();
          });
      first.append("\"anthropic_beta\":").append(list).append(',');
    }
    if (!streamSaid && host != Host.BEDROCK) {
      first.append("\"stream\":true,");
    }
    return first.toString();
  }
}
