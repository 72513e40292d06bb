package dev.dragoman.messages;

import com.anthropic.core.JsonObject;
import com.anthropic.core.ObjectMappers;
import com.anthropic.models.messages.ContentBlock;
import com.anthropic.models.messages.RawContentBlockStartEvent;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.ServerToolUseBlock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The types of anthropic-java as a judge: what a client of the Messages API can read.
 *
 * <p>{@code ServerToolUseBlock.validate()} of 3.12.0 refuses every name: it holds the field, whose
 * value is an enumeration's, against a JSON string, as if the name were a constant. So such a block
 * is read and its fields are validated one by one.
 */
public final class OfficialTypes {
  private OfficialTypes() {}

  /** Fails unless {@code data} is an event that the official client reads. */
  public static void assertEvent(byte[] data) {
    try {
      RawMessageStreamEvent event =
          ObjectMappers.jsonMapper().readValue(data, RawMessageStreamEvent.class);
      Optional<RawContentBlockStartEvent> start = event.contentBlockStart();
      Optional<ServerToolUseBlock> use = start.flatMap(each -> each.contentBlock().serverToolUse());
      if (use.isPresent()) {
        validate(use.get());
        long unused = start.orElseThrow().index();
      } else if (!event.validate().isValid()) {
        throw new AssertionError("not an event: " + new String(data, StandardCharsets.UTF_8));
      }
    } catch (IOException | RuntimeException e) {
      throw new AssertionError("not an event: " + new String(data, StandardCharsets.UTF_8), e);
    }
  }

  /** Fails unless {@code json} is an answer that the official client reads. */
  public static void assertMessage(byte[] json) {
    try {
      com.anthropic.models.messages.Message read =
          ObjectMappers.jsonMapper().readValue(json, com.anthropic.models.messages.Message.class);
      List<ContentBlock> others =
          read.content().stream().filter(block -> block.serverToolUse().isEmpty()).toList();
      read.content().forEach(block -> block.serverToolUse().ifPresent(OfficialTypes::validate));
      if (!read.toBuilder().content(others).build().validate().isValid()) {
        throw new AssertionError("not a message: " + new String(json, StandardCharsets.UTF_8));
      }
    } catch (IOException | RuntimeException e) {
      throw new AssertionError("not a message: " + new String(json, StandardCharsets.UTF_8), e);
    }
  }

  private static void validate(ServerToolUseBlock use) {
    String unused = use.id();
    var caller = use.caller().validate();
    var name = use.name().validate();
    if (!(use._input() instanceof JsonObject)) {
      throw new IllegalArgumentException(
          "the input of " + name + " by " + caller + " is no object");
    }
  }
}
