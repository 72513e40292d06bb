package dev.dragoman.messages;

import org.jspecify.annotations.Nullable;

/**
 * How the model is to use tools.
 *
 * @param name the tool, for {@link Mode#TOOL} alone
 * @param disableParallel whether it may call one tool at most
 */
public record ToolChoice(Mode mode, @Nullable String name, boolean disableParallel) {
  /** Whether tools may, must or must not be called. */
  public enum Mode {
    AUTO,
    ANY,
    TOOL,
    NONE
  }
}
