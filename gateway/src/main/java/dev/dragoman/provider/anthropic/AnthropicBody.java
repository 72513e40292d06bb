package dev.dragoman.provider.anthropic;

import dev.dragoman.json.Json;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.ThinkingConfig;
import dev.dragoman.provider.Bedrock;
import dev.dragoman.provider.BillingHeader;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.LastTurn;
import dev.dragoman.provider.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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

  /** Enough for a count, in which nothing is answered. */
  private static final int SOME_TOKENS = 1024;

  private final Encoding encoding;
  private final MessagesRequest request;
  private final Host host;
  private final History history;
  private final boolean unthought;
  private final Splice splice;
  private final JsonParser in;

  AnthropicBody(Encoding encoding, Host host, Thinking thinking) {
    this.encoding = encoding;
    this.request = encoding.request();
    this.host = host;
    this.splice = new Splice(request.body());
    this.in = splice.in();
    this.history = new History(splice, encoding, host, thinking);
    this.unthought =
        host.claude()
            && LastTurn.isUnthought(request, signature -> thinking.shown(signature) != null);
  }

  /**
   * The request for an answer.
   *
   * @param betas what stands in {@code anthropic_beta}; empty for no such field
   */
  byte[] answered(List<String> betas) {
    return edited(false, betas);
  }

  /** The request for a count of its tokens; to Bedrock, the whole request in an envelope. */
  byte[] counted(List<String> betas) {
    if (host != Host.BEDROCK) {
      return edited(true, betas);
    }
    String invoked = Base64.getEncoder().encodeToString(edited(false, betas));
    return ("{\"input\":{\"invokeModel\":{\"body\":\"" + invoked + "\"}}}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] edited(boolean counting, List<String> betas) {
    new ToolEdits(splice, encoding, host).check();
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
      value(name, maxTokens, counting);
      members.ended((int) in.currentLocation().getByteOffset());
    }
    boolean empty = members.close() == 0;
    String first = first(counting || streamSaid, betas);
    if (!first.isEmpty()) {
      splice.insertFirst(open, empty ? first.substring(0, first.length() - 1) : first);
    }
    return splice.bytes();
  }

  /** Whether a field goes to the target. */
  private boolean goes(String name, boolean counting) {
    if (name.equals("system") && isBillingAlone()) {
      return false;
    }
    if (name.equals("model") && !counting) {
      return !host.modelInAddress();
    }
    if (name.equals("stream") && !counting) {
      return host != Host.BEDROCK;
    }
    if (counting && NOT_COUNTED.contains(name)) {
      return false;
    }
    boolean said = in.currentToken() != JsonToken.VALUE_NULL;
    if (unthought && said && name.equals("context_management") && clearsThinking()) {
      encoding.notes().add(name, "left out, it needs thinking");
      return false;
    }
    if (said && host.refuses(name)) {
      throw encoding.unsupported(name, name);
    }
    if (host.takes(name)) {
      return true;
    }
    if (said && name.equals("metadata")) {
      encoding.notes().add("metadata.user_id", "not forwarded");
    } else if (said) {
      encoding.leaveOut(name);
    }
    return false;
  }

  private void value(String name, @Nullable Integer maxTokens, boolean counting) {
    switch (name) {
      case "model" -> splice.replaceText(model(counting));
      case "stream" -> splice.replace("true");
      case "max_tokens" -> {
        if (maxTokens == null || maxTokens.equals(request.maxTokens())) {
          splice.pass();
        } else {
          splice.replace(maxTokens.toString());
        }
      }
      case "metadata" -> metadata();
      case "thinking" -> {
        if (unthought) {
          encoding.notes().add(name, "off for a turn that another model began without it");
          splice.replace("{\"type\":\"disabled\"}");
        } else {
          thinking();
        }
      }
      case "system" -> system();
      case "tools" -> new ToolEdits(splice, encoding, host).tools();
      case "messages" -> history.messages();
      default -> splice.pass();
    }
  }

  private void thinking() {
    if (!(request.thinking() instanceof ThinkingConfig.Enabled enabled)
        || encoding.budget(enabled) == enabled.budgetTokens()) {
      splice.pass();
      return;
    }
    for (String name = in.nextName(); name != null; name = in.nextName()) {
      in.nextToken();
      if (name.equals("budget_tokens")) {
        splice.replace(Integer.toString(encoding.budget(enabled)));
      } else {
        splice.pass();
      }
    }
  }

  private String model(boolean counting) {
    String model = encoding.target().upstreamModel();
    return switch (host) {
      case BEDROCK_MESSAGES -> Bedrock.modelId(encoding.target());
      // Its counting knows models without their versions only.
      case VERTEX -> counting ? model.replaceFirst("@.*", "") : model;
      default -> model;
    };
  }

  private boolean clearsThinking() {
    return request.contextManagement() != null
        && request.contextManagement().toString().contains("clear_thinking_");
  }

  /** Whether nothing of the system is left for the target. */
  private boolean isBillingAlone() {
    return !request.system().isEmpty()
        && request.system().stream().allMatch(text -> isBilling(text, host));
  }

  private static boolean isBilling(ContentBlock.Text text, Host host) {
    return !host.anthropics() && BillingHeader.is(text);
  }

  private void system() {
    if (request.system().stream().noneMatch(text -> isBilling(text, host))) {
      splice.pass();
      return;
    }
    Splice.Members blocks = splice.members();
    int i = 0;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      int start = splice.start();
      if (isBilling(request.system().get(i++), host)) {
        blocks.drop(splice.pass());
      } else {
        blocks.keep(start);
        blocks.ended(splice.pass());
      }
    }
    blocks.close();
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

  /** What the host wants said that the client does not say. */
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
    if (host == Host.BEDROCK && request.maxTokens() == null) {
      int budget =
          request.thinking() instanceof ThinkingConfig.Enabled enabled ? enabled.budgetTokens() : 0;
      first.append("\"max_tokens\":").append(SOME_TOKENS + budget).append(',');
    }
    if (!streamSaid && host != Host.BEDROCK) {
      first.append("\"stream\":true,");
    }
    return first.toString();
  }
}
