package dev.dragoman.messages;

import java.util.Locale;

/** Why an answer ended. */
public enum StopReason {
  END_TURN,
  MAX_TOKENS,
  STOP_SEQUENCE,
  TOOL_USE,
  PAUSE_TURN,
  REFUSAL,
  MODEL_CONTEXT_WINDOW_EXCEEDED;

  private final String json = name().toLowerCase(Locale.ROOT);

  /** As it is written in JSON. */
  public String json() {
    return json;
  }
}
