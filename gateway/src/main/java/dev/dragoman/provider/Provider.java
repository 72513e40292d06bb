package dev.dragoman.provider;

import dev.dragoman.credential.Authentication;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.wire.Headers;
import org.jspecify.annotations.Nullable;

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

  /** Whose thinking {@code target}'s is, and so what of a conversation's it can be shown. */
  Provenance provenance(Deployment target);

  /**
   * Whether {@code target} searches the web itself where {@code request} has {@code web_search}.
   */
  default boolean searches(MessagesRequest request, Deployment target) {
    return false;
  }

  /** How {@code target} counts tokens itself; null if it cannot. */
  default @Nullable Counting counting(Deployment target) {
    return null;
  }

  /** A provider's own counting of tokens. */
  interface Counting {
    /** The request whose answer says how many input tokens {@code request} has. */
    Encoded encode(MessagesRequest request);

    /**
     * The tokens in a successful answer.
     *
     * @throws dev.dragoman.messages.ApiException if it does not say
     */
    long read(byte[] body);
  }

  /** A reader of one answer to {@code request}; fresh for each attempt. */
  Translator translator(MessagesRequest request, Deployment target);

  /** What an answer that is no success means to the client. */
  ApiError decodeError(int status, Headers headers, byte[] body, Deployment target);
}
