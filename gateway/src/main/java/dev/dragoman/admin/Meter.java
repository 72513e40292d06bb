package dev.dragoman.admin;

import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/**
 * {@code GET /metrics}: what this process has measured, in Prometheus' text form; only for who sees
 * everything.
 */
final class Meter {
  static final List<Route> ROUTES = List.of(Route.get("/metrics", Right.SEE_ALL, Meter::show));

  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private Meter() {}

  private static Answer show(Visit visit) {
    Supplier<String> metrics = visit.office().metrics();
    if (metrics == null) {
      throw ApiError.of(
              ErrorType.NOT_FOUND,
              "there are no metrics here: processes come and go; the local gateway has them")
          .toException();
    }
    return new Answer(200, TYPE, metrics.get().getBytes(StandardCharsets.UTF_8));
  }
}
