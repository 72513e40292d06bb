package dev.dragoman.provider.catalogue;

import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.OpenAi;
import dev.dragoman.provider.Provider;
import dev.dragoman.provider.ProviderLine;
import dev.dragoman.provider.anthropic.AnthropicProvider;
import dev.dragoman.provider.chat.ChatProvider;
import dev.dragoman.provider.converse.ConverseProvider;
import dev.dragoman.provider.gemini.GeminiProvider;
import dev.dragoman.provider.responses.ResponsesProvider;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All providers, by the names LiteLLM gives them. A dialect is loaded by the first who needs it.
 */
public final class Providers {
  /** Those with a dialect, or several, of their own. */
  private static final Set<String> OWN =
      Set.of("anthropic", "azure", "azure_ai", "bedrock", "gemini", "vertex_ai");

  private final ModelCatalogue models;
  private final Map<Dialect, Provider> made = new ConcurrentHashMap<>();

  /** The forms of API that are spoken. */
  enum Dialect {
    CHAT,
    RESPONSES,
    GEMINI,
    ANTHROPIC,
    CONVERSE,
    /** None: the deployment's answer stands in its settings. */
    MOCKED
  }

  public Providers(ModelCatalogue models) {
    this.models = models;
  }

  /** Every name that a configuration may use. */
  public static Set<String> known() {
    Set<String> names = new TreeSet<>(ProviderLine.names());
    names.addAll(OWN);
    return names;
  }

  /** Whether deployments of this provider can be asked. */
  public static boolean serves(String provider) {
    return OWN.contains(provider) || ProviderLine.find(provider) != null;
  }

  /** Whether {@code target} can be asked; one whose answer is mocked always can. */
  public static boolean serves(Deployment target) {
    return isMocked(target) || serves(target.provider());
  }

  private static boolean isMocked(Deployment target) {
    RawJson response = target.settings().get("mock_response");
    return (response != null && !response.toString().equals("null")) || target.flag("mock_timeout");
  }

  /** Who serves {@code target}. */
  public Provider of(Deployment target) {
    return made.computeIfAbsent(dialect(target), this::make);
  }

  private Provider make(Dialect dialect) {
    return switch (dialect) {
      case CHAT -> new ChatProvider(models);
      case RESPONSES -> new ResponsesProvider(models);
      case GEMINI -> new GeminiProvider(models);
      case ANTHROPIC -> new AnthropicProvider(models);
      case CONVERSE -> new ConverseProvider(models);
      case MOCKED -> new Mocked(new ChatProvider(models));
    };
  }

  /**
   * The form in which {@code target} is spoken to: what its model's name forces, else the usual.
   */
  Dialect dialect(Deployment target) {
    if (isMocked(target)) {
      return Dialect.MOCKED;
    }
    return switch (target.form()) {
      case "chat" -> Dialect.CHAT;
      case "responses" -> Dialect.RESPONSES;
      case "messages", "invoke" -> Dialect.ANTHROPIC;
      case "converse" -> Dialect.CONVERSE;
      default -> usual(target);
    };
  }

  private Dialect usual(Deployment target) {
    boolean claude = target.baseModel().contains("claude");
    return switch (target.provider()) {
      case "anthropic" -> Dialect.ANTHROPIC;
      case "gemini" -> Dialect.GEMINI;
      case "vertex_ai" -> {
        if (claude) {
          yield Dialect.ANTHROPIC;
        }
        // Other makers' models stand behind Vertex's form of Chat Completions.
        yield target.baseModel().contains("gemini") ? Dialect.GEMINI : Dialect.CHAT;
      }
      case "bedrock" -> claude ? Dialect.ANTHROPIC : Dialect.CONVERSE;
      case "azure_ai" -> claude ? Dialect.ANTHROPIC : Dialect.CHAT;
      case "openai" ->
          OpenAi.has(target) && models.of(target).reasons() ? Dialect.RESPONSES : Dialect.CHAT;
      default -> Dialect.CHAT;
    };
  }
}
