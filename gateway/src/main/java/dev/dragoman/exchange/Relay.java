package dev.dragoman.exchange;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.Credentials;
import dev.dragoman.credential.Http;
import dev.dragoman.credential.Secrets;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.StopReason;
import dev.dragoman.provider.Deltas;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.LoadedCalls;
import dev.dragoman.provider.Provider;
import dev.dragoman.provider.Translator;
import dev.dragoman.provider.UpstreamErrors;
import dev.dragoman.upstream.Cancellation;
import dev.dragoman.upstream.Timeouts;
import dev.dragoman.upstream.UpstreamFault;
import dev.dragoman.wire.EventStreamReader;
import dev.dragoman.wire.Frame;
import dev.dragoman.wire.FrameReader;
import dev.dragoman.wire.Headers;
import dev.dragoman.wire.SseReader;
import dev.dragoman.wire.UpstreamRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.function.Consumer;

/** One attempt: asks one deployment and passes its answer on while it arrives. */
final class Relay {
  /** Each answer under way has so much; what providers send at a time is less. */
  private static final int READ = 8 << 10;

  private static final int MAX_EVENT = 16 << 20;
  private static final int MAX_WHOLE = 16 << 20;
  private static final int MAX_ERROR = 64 << 10;

  private final Upstreams upstreams;
  private final Credentials credentials;

  Relay(Upstreams upstreams, Credentials credentials) {
    this.upstreams = upstreams;
    this.credentials = credentials;
  }

  /**
   * What an attempt works with.
   *
   * @param out where what arrives is said
   * @param patience how long it is waited for
   * @param cancellation ends it at once
   */
  record Attempt(
      MessagesRequest request,
      Deployment target,
      Provider provider,
      UpstreamRequest upstream,
      Deltas out,
      ClientAnswer client,
      Transcript transcript,
      Patience patience,
      Cancellation cancellation) {
    /** Where the translator says what arrives. */
    Deltas deltas() {
      return LoadedCalls.over(request, out);
    }

    /** The same deployment asked something else, for the same client. */
    Attempt with(MessagesRequest other, UpstreamRequest encoded, Deltas to) {
      return new Attempt(
          other, target, provider, encoded, to, client, transcript, patience, cancellation);
    }
  }

  /**
   * Passes the whole answer on; when this returns, all of it has been said.
   *
   * @throws dev.dragoman.messages.ApiException if the provider refuses, or breaks off
   * @throws UpstreamFault if the provider cannot be reached, or falls silent
   * @throws IOException if the client has gone
   */
  void run(Attempt attempt) throws IOException {
    UpstreamRequest authorized =
        credentials.authorize(
            attempt.upstream(), attempt.provider().authentication(attempt.target()));
    Secrets secrets = Secrets.in(authorized, attempt.upstream());
    attempt.transcript().hide(secrets);
    attempt.transcript().toProvider(authorized);
    try (Upstreams.Answer answer =
        upstreams.open(
            authorized, attempt.target(), attempt.patience().timeouts(), attempt.cancellation())) {
      if (answer.status() != 200) {
        refused(answer, attempt);
        return;
      }
      switch (mediaType(answer.headers())) {
        case "application/json" -> whole(answer, attempt);
        case "text/html" -> throw page(attempt);
        default -> stream(answer, attempt);
      }
    } catch (ApiException e) {
      // Providers quote what they were sent.
      throw new ApiException(
          e.error().withMessage(secrets.mask(e.error().message())), e.getCause());
    }
  }

  /** Asks for something small that is no model's answer, and waits for all of it. */
  Http.Answer whole(
      UpstreamRequest plain,
      Authentication authentication,
      Timeouts timeouts,
      int limit,
      Attempt of)
      throws IOException {
    Transcript transcript = of.transcript();
    UpstreamRequest authorized = credentials.authorize(plain, authentication);
    transcript.hide(Secrets.in(authorized, plain));
    transcript.toProvider(authorized);
    Http.Answer answer = upstreams.whole(authorized, of.target(), timeouts, limit);
    transcript.fromProvider(answer.body(), 0, answer.body().length);
    return answer;
  }

  private static ApiException page(Attempt attempt) {
    String provider = attempt.target().provider();
    return ApiError.of(ErrorType.API, provider + " answered with an HTML page: check api_base")
        .retry(false)
        .toException();
  }

  private static void stream(Upstreams.Answer answer, Attempt attempt) throws IOException {
    Translator translator = attempt.provider().translator(attempt.request(), attempt.target());
    Deltas deltas = attempt.deltas();
    FrameReader events =
        reader(
            answer.headers(),
            frame -> {
              if (!translator.whole()) {
                translator.accept(frame, deltas);
              }
            });
    InputStream body = answer.body();
    byte[] bytes = new byte[READ];
    try {
      for (int n = body.read(bytes); n >= 0; n = body.read(bytes)) {
        attempt.transcript().fromProvider(bytes, 0, n);
        events.feed(bytes, 0, n);
        if (attempt.client().content()) {
          answer.contentBegan();
        }
        if (translator.whole()) {
          break;
        }
        attempt.client().flush();
      }
      events.end();
    } catch (FrameReader.Broken e) {
      if (translator.whole()) {
        // Whatever stands behind the answer, the client has all of it.
        finish(translator, deltas, attempt);
        return;
      }
      throw ApiError.of(ErrorType.API, attempt.target().provider() + ": " + e.getMessage())
          .toException();
    }
    finish(translator, deltas, attempt);
  }

  private static FrameReader reader(Headers headers, Consumer<Frame> out) {
    return mediaType(headers).equals(EventStreamReader.MEDIA_TYPE)
        ? new EventStreamReader(MAX_EVENT, out)
        : new SseReader(MAX_EVENT, out);
  }

  /** A server that does not stream, or does not for this model, answers with one document. */
  private static void whole(Upstreams.Answer answer, Attempt attempt) throws IOException {
    Translator translator = attempt.provider().translator(attempt.request(), attempt.target());
    byte[] body = answer.bodyUpTo(MAX_WHOLE);
    attempt.transcript().fromProvider(body, 0, body.length);
    Deltas deltas = attempt.deltas();
    translator.accept(Frame.of(body), deltas);
    finish(translator, deltas, attempt);
  }

  private static void finish(Translator translator, Deltas deltas, Attempt attempt)
      throws IOException {
    translator.end(deltas);
    attempt.client().flush();
  }

  /** What a filter stopped is an answer in the Messages API; all else is a fault. */
  private static void refused(Upstreams.Answer answer, Attempt attempt) throws IOException {
    byte[] body = answer.bodyUpTo(MAX_ERROR);
    attempt.transcript().fromProvider(body, 0, body.length);
    if (!UpstreamErrors.isFiltered(answer.status(), body)) {
      throw attempt
          .provider()
          .decodeError(answer.status(), answer.headers(), body, attempt.target())
          .toException();
    }
    Deltas deltas = attempt.deltas();
    deltas.note("messages", "stopped by the content filter of " + attempt.target().provider());
    deltas.stop(StopReason.REFUSAL, null);
    attempt.client().flush();
  }

  private static String mediaType(Headers headers) {
    String value = headers.first("content-type");
    return value == null ? "" : value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }
}
