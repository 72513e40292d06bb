package dev.dragoman.routing;

import dev.dragoman.messages.ApiError;
import dev.dragoman.provider.Deployment;
import dev.dragoman.routing.RouterSettings.Balance;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tags of a request, and which deployments they leave. A tag asks for deployments that have it,
 * {@code &tag} demands it besides, {@code !tag} shuts out those that have it. Requests that ask for
 * none go to deployments with the tag {@code default} if there are any.
 *
 * @see <a href="https://docs.litellm.ai/docs/proxy/tag_routing">LiteLLM's tag based routing</a>
 */
final class Tags {
  private static final String DEFAULT = "default";

  private final Set<String> wanted = new HashSet<>();
  private final Set<String> demanded = new HashSet<>();
  private final Set<String> shutOut = new HashSet<>();

  private Tags(Set<String> tags) {
    for (String tag : tags) {
      if (tag.startsWith("&") && tag.length() > 1) {
        demanded.add(tag.substring(1));
      } else if (tag.startsWith("!") && tag.length() > 1) {
        shutOut.add(tag.substring(1));
      } else {
        wanted.add(tag);
      }
    }
  }

  /**
   * Those of {@code all} that the request may go to; all if tags choose nothing here.
   *
   * @throws dev.dragoman.messages.ApiException {@code invalid_request_error} if none is left
   */
  static List<Deployment> filter(List<Deployment> all, Ask ask, Balance balance) {
    if (!balance.byTags()) {
      return all;
    }
    List<Deployment> left = new Tags(ask.tags()).of(all, balance.anyTag());
    if (left.isEmpty()) {
      throw ApiError.invalid(
              "no deployment of model "
                  + ask.model()
                  + " has the tags that were asked for: "
                  + String.join(", ", new TreeSet<>(ask.tags())))
          .toException();
    }
    return left;
  }

  private List<Deployment> of(List<Deployment> all, boolean any) {
    if (wanted.isEmpty()) {
      List<Deployment> pool = demanded.isEmpty() ? defaults(all) : all;
      return allowed(pool.isEmpty() ? all : pool);
    }
    List<Deployment> allowed = allowed(all);
    List<Deployment> matching =
        allowed.stream()
            .filter(each -> {
              List<String> own = each.texts("tags");
              return any ? own.stream().anyMatch(wanted::contains) : own.containsAll(wanted);
            })
            .toList();
    // A tag that someone has is a condition; one that nobody has says nothing here.
    boolean known =
        all.stream().flatMap(each -> each.texts("tags").stream()).anyMatch(wanted::contains);
    return matching.isEmpty() && !known ? defaults(allowed) : matching;
  }

  private List<Deployment> allowed(List<Deployment> pool) {
    return pool.stream()
        .filter(each -> {
          List<String> own = each.texts("tags");
          return own.containsAll(demanded) && own.stream().noneMatch(shutOut::contains);
        })
        .toList();
  }

  private static List<Deployment> defaults(List<Deployment> pool) {
    return pool.stream().filter(each -> each.texts("tags").contains(DEFAULT)).toList();
  }
}
