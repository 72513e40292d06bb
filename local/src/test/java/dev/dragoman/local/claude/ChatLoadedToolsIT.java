package dev.dragoman.local.claude;

import dev.dragoman.fixture.upstream.ChatForm;

/** Tools that load later, through Chat Completions. */
final class ChatLoadedToolsIT extends LoadedToolScenarios {
  ChatLoadedToolsIT() {
    super(new ChatForm());
  }
}
