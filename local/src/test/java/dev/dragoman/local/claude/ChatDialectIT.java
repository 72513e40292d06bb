package dev.dragoman.local.claude;

import dev.dragoman.fixture.upstream.ChatForm;

/** Claude Code through Chat Completions. */
final class ChatDialectIT extends DialectScenarios {
  ChatDialectIT() {
    super(new ChatForm());
  }
}
