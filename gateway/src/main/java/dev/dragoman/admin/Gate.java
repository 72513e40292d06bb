package dev.dragoman.admin;

import dev.dragoman.access.Caller;
import dev.dragoman.http.Request;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import java.util.List;
import java.util.stream.Stream;

/** All paths of the management API, and who may use which. */
final class Gate {
  /** In the order in which they are matched. */
  static final List<Route> ROUTES =
      Stream.of(
              KeyDesk.ROUTES,
              KeyList.ROUTES,
              UserDesk.ROUTES,
              UserList.ROUTES,
              TeamDesk.ROUTES,
              TeamList.ROUTES,
              TeamMembers.ROUTES,
              BudgetDesk.ROUTES,
              AuditDesk.ROUTES,
              Models.ROUTES,
              ConfigImport.ROUTES,
              Spending.ROUTES,
              Activity.ROUTES,
              Meter.ROUTES)
          .flatMap(List::stream)
          .toList();

  private Gate() {}

  /**
   * The route of a request.
   *
   * @throws dev.dragoman.messages.ApiException {@code not_found_error}, or 405
   */
  static Route of(Request request) {
    String path = request.path();
    String asked = request.method().equals("HEAD") ? "GET" : request.method();
    List<Route> there = ROUTES.stream().filter(route -> route.matches(path)).toList();
    if (there.isEmpty()) {
      throw ApiError.of(ErrorType.NOT_FOUND, "there is nothing at " + request.shownPath())
          .toException();
    }
    return there.stream()
        .filter(route -> route.method().equals(asked))
        .findFirst()
        .orElseThrow(() ->
            ApiError.invalid(request.shownPath() + " takes " + methods(there))
                .withStatus(405)
                .toException());
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
