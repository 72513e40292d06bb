package dev.dragoman.exchange;

import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.Tool;
import dev.dragoman.provider.Abilities;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.ModelFacts;
import dev.dragoman.provider.Note;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.Provider;
import dev.dragoman.provider.catalogue.Providers;
import dev.dragoman.search.WebSearch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes of a request what one deployment is to be asked. */
final class Preparation {
  private final Providers providers;
  private final ModelCatalogue models;

  Preparation(Providers providers, ModelCatalogue models) {
    this.providers = providers;
    this.models = models;
  }

  /**
   * A request for one deployment.
   *
   * @param request what it is to be asked first
   * @param search the searches that the gateway is to make; null for none
   * @param noted what of the request as it came is not in it
   */
  record Prepared(
      Deployment target,
      Provider provider,
      MessagesRequest request,
      @Nullable WebSearch search,
      List<Note> noted) {
    /** The same deployment asked something else, in which nothing more is left out. */
    Prepared asking(MessagesRequest other) {
      return new Prepared(target, provider, other, search, List.of());
    }
  }

  /**
   * The request for {@code target}.
   *
   * @throws dev.dragoman.messages.ApiException if it cannot be asked that
   */
  Prepared prepare(MessagesRequest asked, Deployment target) {
    Provider provider = providers.of(target);
    Notes notes = new Notes();
    MessagesRequest fitted = Abilities.fit(asked, target, models.of(target), notes);
    WebSearch search = search(fitted, target, provider);
    if (search == null) {
      return new Prepared(target, provider, fitted, null, notes.list());
    }
    search.notes().forEach(note -> notes.add(note.field(), note.what()));
    return new Prepared(target, provider, search.opening(), search, notes.list());
  }

  /**
   * The most that a prepared request may use.
   *
   * @param inputTokens about how many, estimated
   */
  Affordable affordable(Prepared prepared, long inputTokens) {
    ModelFacts facts = models.of(prepared.target());
    return Affordable.of(prepared, facts.prices(), inputTokens, facts.maxOutputTokens());
  }

  /**
   * The searches that the gateway is to make; null for none. A request without a hosted tool loads
   * nothing of theirs.
   */
  private static @Nullable WebSearch search(
      MessagesRequest request, Deployment target, Provider provider) {
    for (Tool tool : request.tools()) {
      if (tool instanceof Tool.Hosted) {
        return WebSearch.of(request, target, provider.searches(request, target));
      }
    }
    return null;
  }
}
