package dev.dragoman.admin;

/** What answers one path. */
@FunctionalInterface
interface Desk {
  /**
   * Answers a caller who has the path's right.
   *
   * @throws dev.dragoman.messages.ApiException where the caller asks for what cannot be done; then
   *     nothing has changed
   */
  Answer serve(Visit visit);
}
