package dev.dragoman.bench;

import java.util.Locale;

/** The API a request is written in, and by what a whole answer in it ends. */
enum Form {
  /** OpenAI's Chat Completions: what the scripted upstream speaks, so the floor. */
  CHAT("[DONE]"),
  /** Anthropic's Messages: what a gateway is sent. */
  MESSAGES("message_stop");

  private final String end;

  Form(String end) {
    this.end = end;
  }

  String end() {
    return end;
  }

  static Form of(String name) {
    return switch (name) {
      case "chat" -> CHAT;
      case "messages" -> MESSAGES;
      default -> throw new UsageException("--form is chat or messages, not '" + name + "'");
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
