package dev.dragoman.admin;

import dev.dragoman.access.Caller;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import java.util.List;
import java.util.stream.Stream;

/** All paths of the management API, and who may use which. */
final class Gate {
  /** In the order in which they are matched. */
  static final List<Route> ROUTES =
      Stream.<List<Route>>of(
              Models.ROUTES, ConfigImport.ROUTES, Spending.ROUTES, Activity.ROUTES, Meter.ROUTES)
          .flatMap(List::stream)
          .toList();

  private Gate() {}

  /**
   * The route of a request.
   *
   * @throws dev.dragoman.messages.ApiException {@code not_found_error}, or 405
   */
  static Route of(String method, String path) {
    String asked = method.equals("HEAD") ? "GET" : method;
    List<Route> there = ROUTES.stream().filter(route -> route.matches(path)).toList();
    if (there.isEmpty()) {
      throw ApiError.of(ErrorType.NOT_FOUND, "there is nothing at " + path).toException();
    }
    return there.stream()
        .filter(route -> route.method().equals(asked))
        .findFirst()
        .orElseThrow(() ->
            ApiError.invalid(path + " takes " + methods(there)).withStatus(405).toException());
  }

  /**
   * Lets a caller pass who has the route's right.
   *
   * @throws dev.dragoman.messages.ApiException {@code permission_error}
   */
  static void pass(Caller caller, Route route) {
    boolean known = caller.isMaster() || caller.key() != null;
    if (!known || !route.right().belongsTo(caller.role())) {
      throw ApiError.of(
              ErrorType.PERMISSION,
              caller.role().json() + " may not " + route.method() + " " + route.path())
          .retry(false)
          .toException();
    }
  }

  private static String methods(List<Route> routes) {
    return String.join(", ", routes.stream().map(Route::method).distinct().sorted().toList());
  }
}
