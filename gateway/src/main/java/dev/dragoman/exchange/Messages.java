package dev.dragoman.exchange;

import dev.dragoman.access.Caller;
import dev.dragoman.exchange.Ending.Why;
import dev.dragoman.http.Action;
import dev.dragoman.http.Request;
import dev.dragoman.http.Responder;
import dev.dragoman.ledger.Payer;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.routing.Ask;
import dev.dragoman.routing.NewestRequests;
import dev.dragoman.routing.Route;
import dev.dragoman.routing.Router;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/messages}: one request's story.
 *
 * @see <a href="https://docs.anthropic.com/en/api/messages">Messages API</a>
 */
final class Messages implements Action {
  /** Claude Code's session. */
  private static final String SESSION = "x-claude-code-session-id";

  /** A subagent of it; the main one has none. */
  private static final String AGENT = "x-claude-code-agent-id";

  private final Admission admission;
  private final Router router;
  private final Exchange.Means means;
  private final Books books;
  private final @Nullable NewestRequests newest;
  private final Pulse pulse = new Pulse();

  Messages(
      Admission admission,
      Router router,
      Exchange.Means means,
      Books books,
      @Nullable NewestRequests newest) {
    this.admission = admission;
    this.router = router;
    this.means = means;
    this.books = books;
    this.newest = newest;
  }

  @Override
  public void answer(Request http, String requestId, Responder responder) throws IOException {
    Transcript transcript = new Transcript(requestId);
    Caller caller = admission.admit(http.headers());
    transcript.fromClient(http.body());
    MessagesRequest request = RequestReader.read(http.body()).withBetas(betas(http.headers()));
    CallOptions options = CallOptions.of(http.headers());
    Admission.Named model = admission.model(caller, request.model(), router.models());
    Instant now = means.clock().instant();
    long tokens = TokenEstimate.BY_LENGTH.of(request);
    Exchange.Question question =
        new Exchange.Question(requestId, request, options, tokens, deadline(http, now));
    Route route = router.route(ask(model.name(), question, http.headers()));

    Payer payer =
        caller.payer(options.tags(), http.headers().first(SESSION), http.headers().first(AGENT));
    Course course =
        new Course(requestId, payer, request, books, means.clock(), question.deadline());
    Ending ending = new Ending();
    Spending spending =
        new Spending(
            requestId,
            caller,
            books.accounts(),
            admission.limits(caller, model.own(), payer.session(), now),
            admission.policy().get().openWhenUnreadable(),
            means.clock(),
            ending.cancellation());
    String callId = options.callId() == null ? requestId : options.callId();
    AnswerHeaders headers =
        new AnswerHeaders(callId, request.model(), route, course, spending, caller);
    try (Beats beats = new Beats(pulse)) {
      ClientAnswer client;
      if (request.stream()) {
        Duration interval = route.settings().pingInterval();
        Runnable departure = () -> ending.because(Why.CLIENT_LEFT);
        StreamedAnswer streamed =
            new StreamedAnswer(responder, requestId, headers, transcript, interval, departure);
        beats.start(streamed);
        client = streamed;
      } else {
        client = new FoldedAnswer(responder, headers, transcript);
      }
      course.sending(client::sent);
      beats.start(succession(http.headers(), question, now, ending));
      new Exchange(means, question, route, course, client, transcript, ending, spending).run();
    }
  }

  /** Watches for a newer request, where that is the only sign that nobody listens any more. */
  private @Nullable Succession succession(
      Headers headers, Exchange.Question question, Instant start, Ending ending) {
    return Succession.of(
        newest,
        headers,
        question.request(),
        question.requestId(),
        start,
        () -> ending.because(Why.SUCCEEDED));
  }

  private static Ask ask(String model, Exchange.Question question, Headers headers) {
    String session = headers.first(SESSION);
    return new Ask(
        model,
        session == null ? question.request().userId() : session,
        question.options().tags(),
        question.options().retries(),
        question.inputTokens(),
        question.deadline());
  }

  private static Instant deadline(Request http, Instant now) {
    Instant longest = now.plus(Patience.TOTAL);
    Instant given = http.deadline();
    return given == null || longest.isBefore(given) ? longest : given;
  }

  /** What {@code anthropic-beta} lists, in one field or several, in its order. */
  static List<String> betas(Headers headers) {
    List<String> betas = new ArrayList<>();
    for (String field : headers.all("anthropic-beta")) {
      for (String beta : field.split(",", -1)) {
        if (!beta.isBlank()) {
          betas.add(beta.strip());
        }
      }
    }
    return betas;
  }

  /** The beats of one request. */
  private static final class Beats implements AutoCloseable {
    private final Pulse pulse;
    private final List<Pulse.Heart> hearts = new ArrayList<>(2);

    Beats(Pulse pulse) {
      this.pulse = pulse;
    }

    void start(Pulse.@Nullable Beat beat) {
      if (beat != null) {
        hearts.add(pulse.start(beat));
      }
    }

    @Override
    public void close() {
      hearts.forEach(Pulse.Heart::close);
    }
  }
}
