package dev.dragoman.exchange;

import dev.dragoman.access.Access;
import dev.dragoman.access.Caller;
import dev.dragoman.credential.MissingSecret;
import dev.dragoman.http.Action;
import dev.dragoman.http.Request;
import dev.dragoman.http.Responder;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.messages.StreamEvent;
import dev.dragoman.messages.Tool;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Abilities;
import dev.dragoman.provider.BlockSequencer;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Encoded;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Note;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.Provider;
import dev.dragoman.provider.catalogue.Providers;
import dev.dragoman.routing.Router;
import dev.dragoman.search.WebSearch;
import dev.dragoman.upstream.UpstreamFault;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /v1/messages}: one request's story.
 *
 * @see <a href="https://docs.anthropic.com/en/api/messages">Messages API</a>
 */
final class Messages implements Action {
  /** Long enough for every note there is; a header that grows without bound helps nobody. */
  private static final int MAX_NOTES = 2_000;

  private static final Pattern NOT_ASCII = Pattern.compile("[^ -~]");

  private static final Logger LOG = System.getLogger("dev.dragoman");

  private final Access access;
  private final Router router;
  private final Providers providers;
  private final ModelCatalogue models;
  private final Relay relay;
  private final UsageLedger ledger;
  private final InstantSource clock;

  Messages(
      Access access,
      Router router,
      Providers providers,
      ModelCatalogue models,
      Relay relay,
      UsageLedger ledger,
      InstantSource clock) {
    this.access = access;
    this.router = router;
    this.providers = providers;
    this.models = models;
    this.relay = relay;
    this.ledger = ledger;
    this.clock = clock;
  }

  @Override
  public void answer(Request http, String requestId, Responder responder) throws IOException {
    Transcript transcript = new Transcript(requestId);
    Caller caller = access.admit(http.headers());
    transcript.fromClient(http.body());
    MessagesRequest asked = RequestReader.read(http.body()).withBetas(betas(http.headers()));
    Deployment target = router.plan(asked.model());
    Provider provider = providers.of(target);
    Notes fitting = new Notes();
    MessagesRequest fitted = Abilities.fit(asked, target, models.of(target), fitting);
    WebSearch search = search(fitted, target, provider);
    MessagesRequest request = search == null ? fitted : search.opening();
    Encoded encoded = provider.encode(request, target);
    List<Note> noted = new ArrayList<>(fitting.list());
    noted.addAll(search == null ? List.of() : search.notes());
    noted.addAll(encoded.notes());

    Course course = new Course(requestId, caller, request, target, noted, ledger, clock);
    ClientAnswer client = client(request, requestId, course.notes(), responder, transcript);
    Consumer<StreamEvent> told = course.watching(client);
    String answerId = requestId.substring(requestId.indexOf('_') + 1);
    BlockSequencer sequencer =
        new BlockSequencer(
            "msg_" + answerId,
            request.model(),
            provider.provenance(target),
            Usage.estimated(TokenEstimate.BY_LENGTH.of(request), 0),
            course.notes(),
            search == null ? told : search.hearing(told));
    Relay.Attempt attempt =
        new Relay.Attempt(
            request, target, provider, encoded.request(), sequencer, client, transcript);
    try {
      if (search == null) {
        relay.run(attempt);
      } else {
        SearchRounds.run(search, answerId, sequencer, relay, attempt, clock);
      }
      sequencer.finish();
      client.end();
    } catch (UpstreamFault | RuntimeException | Error e) {
      fail(meaning(e, request, requestId), course, sequencer, client, e);
      return;
    } catch (IOException e) {
      course.cancelled(sequencer.usage());
      throw e;
    }
    course.completed(sequencer.usage());
    client.close();
  }

  private static ClientAnswer client(
      MessagesRequest request,
      String requestId,
      Notes notes,
      Responder responder,
      Transcript transcript) {
    return request.stream()
        ? new StreamedAnswer(responder, requestId, () -> headers(notes), transcript)
        : new FoldedAnswer(responder, () -> headers(notes), transcript);
  }

  /**
   * The searches that the gateway is to make; null for none. A request without a hosted tool loads
   * nothing of theirs.
   */
  static @Nullable WebSearch search(MessagesRequest request, Deployment target, Provider provider) {
    for (Tool tool : request.tools()) {
      if (tool instanceof Tool.Hosted) {
        return WebSearch.of(request, target, provider.searches(request, target));
      }
    }
    return null;
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

  /** With what is noted by the time the answer begins. */
  private static Headers headers(Notes notes) {
    List<Note> noted = notes.list();
    if (noted.isEmpty()) {
      return Headers.EMPTY;
    }
    String all = noted.stream().map(Object::toString).collect(Collectors.joining("; "));
    return Headers.of("dragoman-notes", ascii(all));
  }

  /** As an error event if the answer has begun, else as an answer of its own. */
  private static void fail(
      ApiError error, Course course, BlockSequencer sequencer, ClientAnswer client, Throwable cause)
      throws IOException {
    boolean told;
    try {
      told = client.fail(error);
    } catch (IOException e) {
      course.cancelled(sequencer.usage());
      throw e;
    }
    course.failed(error, sequencer.begun() ? sequencer.usage() : Usage.MISSING);
    if (!told) {
      throw new ApiException(error, cause);
    }
    client.close();
  }

  private static ApiError meaning(Throwable fault, MessagesRequest request, String requestId) {
    return switch (fault) {
      case ApiException e -> e.error();
      case UpstreamFault e -> {
        boolean late =
            switch (e.kind()) {
              case CONNECT_TIMEOUT, FIRST_BYTE_TIMEOUT, IDLE_TIMEOUT, TOTAL_TIMEOUT -> true;
              default -> false;
            };
        yield ApiError.of(
            late ? ErrorType.TIMEOUT : ErrorType.API, "the provider at " + e.getMessage());
      }
      case MissingSecret e ->
          ApiError.of(
                  ErrorType.API,
                  "the deployment of " + request.model() + " cannot be asked: " + e.getMessage())
              .retry(e.passing());
      default -> {
        LOG.log(Level.ERROR, "request " + requestId + " failed", fault);
        yield ApiError.of(ErrorType.API, "the gateway failed, see its log");
      }
    };
  }

  private static String ascii(String notes) {
    String plain = NOT_ASCII.matcher(notes).replaceAll("?");
    return plain.length() <= MAX_NOTES ? plain : plain.substring(0, MAX_NOTES);
  }
}
