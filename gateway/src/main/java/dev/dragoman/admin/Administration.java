package dev.dragoman.admin;

import dev.dragoman.access.Caller;
import dev.dragoman.http.Action;
import dev.dragoman.http.PathTable;
import dev.dragoman.http.Request;
import dev.dragoman.http.Responder;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The management API. What it works with is made when it is first asked, and so are its paths: a
 * gateway that only answers messages loads none of it.
 */
public final class Administration implements Action {
  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

  private static final List<String> PATHS =
      List.of(
          "/key/*",
          "/user/*",
          "/team/*",
          "/budget/*",
          "/model/*",
          "/model_group/*",
          "/v1/model/*",
          "/v2/*",
          "/spend/*",
          "/global/*",
          "/config",
          "/config/*",
          "/audit",
          "/audit/*",
          "/metrics");

  private final Supplier<Office> opening;
  private @Nullable Office office;

  public Administration(Supplier<Office> opening) {
    this.opening = opening;
  }

  /** Adds all paths of the management API to {@code table}. */
  public static PathTable on(PathTable table, Supplier<Office> opening) {
    Administration administration = new Administration(opening);
    for (String path : PATHS) {
      METHODS.forEach(method -> table.on(method, path, administration));
    }
    return table;
  }

  @Override
  public void answer(Request request, String requestId, Responder responder) throws IOException {
    Answer answer = answer(request, requestId);
    responder.whole(
        answer.status(),
        Headers.of("content-type", answer.contentType(), "cache-control", "no-store"),
        answer.body());
  }

  private Answer answer(Request request, String requestId) {
    Office open = office();
    Caller caller = open.access().admit(request.headers());
    Route route = Gate.of(request);
    Gate.pass(caller, route);
    try {
      return route.desk().serve(new Visit(open, caller, request, requestId, route));
    } catch (UncheckedIOException e) {
      throw new ApiException(
          ApiError.of(
                  ErrorType.API,
                  "the store cannot be reached: a change may have been made or not, look and send"
                      + " it again")
              .withStatus(503),
          e);
    }
  }

  private synchronized Office office() {
    Office open = office;
    if (open == null) {
      open = opening.get();
      office = open;
    }
    return open;
  }
}
