package dev.dragoman.provider;

import dev.dragoman.credential.Authentication;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.wire.Headers;

/** A way to reach models: how a request is put for them, and how their answers are read. No I/O. */
public interface Provider {
  /**
   * The request as {@code target} wants it, asking for a stream.
   *
   * @throws dev.dragoman.messages.ApiException {@code invalid_request_error} that names what the
   *     target cannot carry
   */
  Encoded encode(MessagesRequest request, Deployment target);

  /** What authorizes requests to {@code target}. */
  Authentication authentication(Deployment target);

  /** A reader of one answer to {@code request}; fresh for each attempt. */
  Translator translator(MessagesRequest request, Deployment target);

  /** What an answer that is no success means to the client. */
  ApiError decodeError(int status, Headers headers, byte[] body, Deployment target);
}
