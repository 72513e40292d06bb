package dev.dragoman.provider.catalogue;

import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ErrorType;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Provider;
import dev.dragoman.provider.chat.ChatProvider;
import java.util.Set;
import java.util.TreeSet;

/** All providers, by the names LiteLLM gives them. */
public final class Providers {
  /** Known from configurations, but of dialects that are not spoken yet. */
  private static final Set<String> NOT_YET_SERVED =
      Set.of("anthropic", "azure", "azure_ai", "bedrock", "gemini", "vertex_ai");

  private final ChatProvider chat;

  public Providers(ModelCatalogue models) {
    chat = new ChatProvider(models);
  }

  /** Every name that a configuration may use. */
  public static Set<String> known() {
    Set<String> names = new TreeSet<>(ChatProvider.names());
    names.addAll(NOT_YET_SERVED);
    return names;
  }

  /** Whether deployments of this provider can be asked. */
  public static boolean serves(String provider) {
    return ChatProvider.names().contains(provider);
  }

  /**
   * Who serves {@code target}.
   *
   * @throws dev.dragoman.messages.ApiException if nobody does, yet
   */
  public Provider of(Deployment target) {
    if (serves(target.provider())) {
      return chat;
    }
    throw ApiError.of(
            ErrorType.API,
            "model: "
                + target.modelName()
                + " is configured for "
                + target.provider()
                + ", which this version does not serve yet")
        .withStatus(501)
        .retry(false)
        .toException();
  }
}
