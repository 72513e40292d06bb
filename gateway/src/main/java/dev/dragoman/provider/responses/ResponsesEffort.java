package dev.dragoman.provider.responses;

import dev.dragoman.messages.ThinkingConfig;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Effort;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.OpenAi;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Writes how long the model is to think, and that it is to tell of it. */
final class ResponsesEffort {
  private ResponsesEffort() {}

  /**
   * Writes it where it is said.
   *
   * @param search whether the provider is to search the web
   * @return the effort; null if it is left to the model
   */
  static @Nullable String write(Encoding encoding, boolean search, JsonGenerator out) {
    ThinkingConfig thinking = encoding.request().thinking();
    if (thinking == null && encoding.request().effort() == null) {
      return null;
    }
    boolean off = thinking instanceof ThinkingConfig.Disabled;
    if (!encoding.facts().reasons()) {
      if (!off) {
        encoding.notes().add("thinking", "the model cannot be told how long to think, left out");
      }
      return null;
    }
    String effort = effort(encoding, search);
    boolean told = thinking != null && !off;
    String summary = told ? summary(encoding) : null;
    if (effort == null && summary == null) {
      return null;
    }
    out.writeObjectPropertyStart("reasoning");
    if (effort != null) {
      out.writeStringProperty("effort", effort);
      encoding.notes().add("thinking", "as reasoning effort " + effort);
    }
    if (summary != null) {
      out.writeStringProperty("summary", summary);
    }
    out.writeEndObject();
    return effort;
  }

  /**
   * How thinking is told, so that it can be shown. OpenAI itself tells of it to verified
   * organizations only and refuses the wish of all others, so there it is wished for where the
   * configuration says so: "Your organization must be verified to generate reasoning summaries"
   * (github.com/BerriAI/litellm/issues/16032).
   *
   * @return null for not at all
   */
  private static @Nullable String summary(Encoding encoding) {
    Deployment target = encoding.target();
    String set = target.text("reasoning_summary");
    if (set != null) {
      return set.equals("none") ? null : set;
    }
    if (!OpenAi.has(target) || target.flag("reasoning_auto_summary")) {
      return "auto";
    }
    encoding
        .notes()
        .add("thinking", "not told, reasoning_summary: auto in the configuration asks for it");
    return null;
  }

  /**
   * "The following tools cannot be used with reasoning.effort 'minimal': web_search"
   * (github.com/openai/codex/issues/3559).
   */
  private static @Nullable String effort(Encoding encoding, boolean search) {
    String effort = Effort.of(encoding);
    return search && "minimal".equals(effort) ? Effort.nearest("low", encoding.facts()) : effort;
  }
}
