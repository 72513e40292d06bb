package dev.dragoman.exchange;

import dev.dragoman.exchange.Preparation.Prepared;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.BlockSequencer;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Encoded;
import dev.dragoman.routing.Failure;
import dev.dragoman.routing.Failure.Kind;
import dev.dragoman.routing.Route;
import dev.dragoman.routing.Step;
import dev.dragoman.search.WebSearch;
import dev.dragoman.upstream.UpstreamFault;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request's way to an answer: attempts, one after another, until one has answered or nobody is
 * left to ask. As long as the client has been told nothing of an answer, an attempt that fails is
 * replaced by another; from then on a fault is an {@code error} event. Pings are nothing of it.
 */
final class Exchange {
  private static final ApiError SUCCEEDED =
      ApiError.of(ErrorType.API, "a newer request of this conversation has taken its place")
          .retry(false);

  /** What all exchanges work with. */
  record Means(Preparation preparation, ContextWindow window, Relay relay, InstantSource clock) {}

  /**
   * What is asked.
   *
   * @param inputTokens about how many, estimated
   * @param deadline when everything must have ended
   */
  record Question(
      String requestId,
      MessagesRequest request,
      CallOptions options,
      long inputTokens,
      Instant deadline) {}

  private final Means means;
  private final Question question;
  private final Route route;
  private final Course course;
  private final ClientAnswer client;
  private final Transcript transcript;
  private final Ending ending;
  private final Spending spending;
  private final Payment payment;
  private @Nullable Failure failure;
  private @Nullable Throwable fault;

  Exchange(
      Means means,
      Question question,
      Route route,
      Course course,
      ClientAnswer client,
      Transcript transcript,
      Ending ending,
      Spending spending) {
    this.means = means;
    this.question = question;
    this.route = route;
    this.course = course;
    this.client = client;
    this.transcript = transcript;
    this.ending = ending;
    this.spending = spending;
    this.payment = new Payment(means.preparation(), spending, course, question.inputTokens());
  }

  /**
   * Answers; when this returns, the client has its answer or an {@code error} event, and the ledger
   * its record.
   *
   * @throws ApiException if there is no answer and nothing has gone to the client
   * @throws IOException if the client has gone
   */
  void run() throws IOException {
    Step step = route.begin();
    while (true) {
      switch (step) {
        case Step.GiveUp none -> {
          giveUp(none.error());
          return;
        }
        case Step.Attempt next -> {
          if (ending.cancellation().pause(next.pause())) {
            course.cancelled();
            endedEarly();
            return;
          }
          Failure failed = attempt(next.target());
          if (failed == null) {
            return;
          }
          failure = failed;
          step = route.after(failed);
        }
      }
    }
  }

  /** Asks one deployment; null when nothing is left to do. */
  private @Nullable Failure attempt(Deployment target) throws IOException {
    Prepared prepared;
    Encoded encoded;
    try {
      Prepared whole = means.preparation().prepare(question.request(), target);
      means.window().admit(whole.request(), target, question.inputTokens());
      prepared = payment.first(whole);
      encoded = prepared.provider().encode(prepared.request(), prepared.target());
    } catch (ApiException e) {
      return Failures.unsupported(e);
    } catch (Spending.Refused e) {
      refused(e.error());
      return null;
    } catch (RuntimeException e) {
      return Failures.of(e, target, question.requestId());
    }
    course.attempt(target, payment.notes(prepared, encoded, target));
    BlockSequencer sequencer = sequencer(prepared);
    try {
      ask(prepared, encoded, sequencer);
      sequencer.finish();
      if (sequencer.refused() && !client.told() && route.replacesFiltered()) {
        return replaced(filtered(target), target, sequencer);
      }
      client.end();
    } catch (UpstreamFault | RuntimeException | Error e) {
      return failed(e, target, sequencer);
    } catch (IOException e) {
      left(used(sequencer));
      throw e;
    }
    course.completed(sequencer.usage());
    route.used(sequencer.usage());
    client.close();
    return null;
  }

  /** There is not enough: nobody else is asked. */
  private void refused(ApiError error) throws IOException {
    route.used(Usage.MISSING);
    if (!spending.drawn()) {
      course.discard();
    }
    if (ending.why() == null) {
      giveUp(error);
    } else {
      course.cancelled();
      endedEarly();
    }
  }

  private BlockSequencer sequencer(Prepared prepared) {
    Consumer<StreamEvent> told = course.watching(client, route::began);
    WebSearch search = prepared.search();
    return new BlockSequencer(
        "msg_" + answerId(),
        question.request().model(),
        prepared.provider().provenance(prepared.target()),
        Usage.estimated(question.inputTokens(), 0),
        course.notes(),
        search == null ? told : search.hearing(told));
  }

  private String answerId() {
    return question.requestId().substring(question.requestId().indexOf('_') + 1);
  }

  private void ask(Prepared prepared, Encoded encoded, BlockSequencer sequencer)
      throws IOException {
    Deployment target = prepared.target();
    Relay.Attempt attempt =
        new Relay.Attempt(
            prepared.request(),
            target,
            prepared.provider(),
            encoded.request(),
            sequencer,
            client,
            transcript,
            Patience.with(
                target, route.settings(), question.options(), question.deadline(), means.clock()),
            ending.cancellation());
    WebSearch search = prepared.search();
    if (search == null) {
      means.relay().run(attempt);
    } else {
      SearchRounds.run(
          prepared,
          search,
          answerId(),
          sequencer,
          means.relay(),
          attempt,
          next -> payment.next(next, sequencer.usage()));
    }
  }

  private @Nullable Failure failed(Throwable e, Deployment target, BlockSequencer sequencer)
      throws IOException {
    if (ending.why() != null) {
      ended(used(sequencer));
      return null;
    }
    fault = e;
    Failure failed = Failures.of(e, target, question.requestId());
    if (!client.told()) {
      return replaced(failed, target, sequencer);
    }
    Usage usage = used(sequencer);
    try {
      client.fail(failed.error());
    } catch (IOException gone) {
      left(usage);
      throw gone;
    }
    course.failed(failed.error(), usage);
    route.broke(failed);
    route.used(usage);
    client.close();
    return null;
  }

  /** Forgets an attempt of which the client has been told nothing. */
  private Failure replaced(Failure failed, Deployment target, BlockSequencer sequencer) {
    Usage usage = used(sequencer);
    client.rewind();
    course.attemptFailed(target, failed.error(), usage);
    route.used(usage);
    return failed;
  }

  private static Failure filtered(Deployment target) {
    return new Failure(
        Kind.CONTENT_POLICY,
        ApiError.of(ErrorType.API, target.provider() + ": a filter stopped the answer")
            .retry(false),
        null);
  }

  /** What may have been used: nothing is known of an answer that had not begun. */
  private static Usage used(BlockSequencer sequencer) {
    return sequencer.begun() ? sequencer.usage() : Usage.MISSING;
  }

  /** With its true status where none has gone out. */
  private void giveUp(ApiError error) throws IOException {
    boolean told;
    try {
      told = client.fail(afterPings(error));
    } catch (IOException e) {
      course.cancelled();
      throw e;
    }
    course.failed(error);
    if (!told) {
      throw new ApiException(error, fault);
    }
    client.close();
  }

  /**
   * As it is told where pings have gone out and no content. Claude Code then asks again as before
   * only where the error is {@code overloaded_error}; after any other it asks once for an answer in
   * one piece, which nothing keeps alive. So a fault that may pass is called that.
   */
  private ApiError afterPings(ApiError error) {
    Failure last = failure;
    boolean passing =
        last != null
            && switch (last.kind()) {
              case RATE_LIMIT, OVERLOADED, SERVER, TIMEOUT, CONNECTION -> true;
              default -> false;
            };
    return passing ? ApiError.of(ErrorType.OVERLOADED, error.message()) : error;
  }

  private void ended(Usage usage) throws IOException {
    left(usage);
    endedEarly();
  }

  private void endedEarly() throws IOException {
    if (ending.why() != Ending.Why.SUCCEEDED) {
      throw new IOException("the client has gone");
    }
    if (!client.fail(SUCCEEDED)) {
      throw SUCCEEDED.toException();
    }
    client.close();
  }

  private void left(Usage usage) {
    course.cancelled(usage);
    route.used(usage);
  }
}
