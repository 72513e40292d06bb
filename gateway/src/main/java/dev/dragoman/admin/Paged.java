package dev.dragoman.admin;

import java.util.List;

/** One page of a list, and how much there is in all. */
record Paged<T>(List<T> entries, int number, int size, int total) {
  /** The page of {@code all} that the query asks for; {@code sizeName} is its parameter. */
  static <T> Paged<T> of(List<T> all, Visit visit, String sizeName, int usual, int most) {
    int number = visit.parameter("page", 1, 1, 1_000_000);
    int size = visit.parameter(sizeName, usual, 1, most);
    int from = (int) Math.min((long) (number - 1) * size, all.size());
    int to = Math.min(from + size, all.size());
    return new Paged<>(all.subList(from, to), number, size, all.size());
  }

  int pages() {
    return (total + size - 1) / size;
  }
}
