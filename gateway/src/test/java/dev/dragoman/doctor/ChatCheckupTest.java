package dev.dragoman.doctor;

import dev.dragoman.fixture.upstream.ChatForm;

/** Through Chat Completions. */
final class ChatCheckupTest extends CheckupContract {
  ChatCheckupTest() {
    super(new ChatForm());
  }
}
