package dev.dragoman.messages;

import com.anthropic.core.ObjectMappers;
import com.anthropic.models.messages.RawMessageStreamEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** The types of anthropic-java as a judge: what a client of the Messages API can read. */
public final class OfficialTypes {
  private OfficialTypes() {}

  /** Fails unless {@code data} is an event that the official client reads. */
  public static void assertEvent(byte[] data) {
    try {
      RawMessageStreamEvent event =
          ObjectMappers.jsonMapper().readValue(data, RawMessageStreamEvent.class).validate();
      if (!event.isValid()) {
        throw new AssertionError("not an event: " + new String(data, StandardCharsets.UTF_8));
      }
    } catch (IOException | RuntimeException e) {
      throw new AssertionError("not an event: " + new String(data, StandardCharsets.UTF_8), e);
    }
  }

  /** Fails unless {@code json} is an answer that the official client reads. */
  public static void assertMessage(byte[] json) {
    try {
      var read =
          ObjectMappers.jsonMapper()
              .readValue(json, com.anthropic.models.messages.Message.class)
              .validate();
      if (!read.isValid()) {
        throw new AssertionError("not a message: " + new String(json, StandardCharsets.UTF_8));
      }
    } catch (IOException | RuntimeException e) {
      throw new AssertionError("not a message: " + new String(json, StandardCharsets.UTF_8), e);
    }
  }
}
