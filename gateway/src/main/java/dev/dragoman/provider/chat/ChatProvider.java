package dev.dragoman.provider.chat;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.Encoded;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.ModelFacts;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.Provider;
import dev.dragoman.provider.Translator;
import dev.dragoman.wire.Headers;
import dev.dragoman.wire.UpstreamRequest;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** OpenAI Chat Completions, and all who speak it. */
public final class ChatProvider implements Provider {
  private static final String PATH = "/chat/completions";

  /** OpenAI's models that reason, for those newer than the catalogue. */
  private static final Pattern REASONING = Pattern.compile("(o\\d|gpt-[5-9]).*");

  /** Those that do not, although they are named, and listed, like those that do. */
  private static final Pattern CHAT_ONLY = Pattern.compile("gpt-[5-9][^-]*-chat.*");

  private final ModelCatalogue models;

  public ChatProvider(ModelCatalogue models) {
    this.models = models;
  }

  /** The providers that this one serves, as LiteLLM spells them. */
  public static Set<String> names() {
    return Dialects.names();
  }

  @Override
  public Encoded encode(MessagesRequest request, Deployment target) {
    Dialect dialect = Dialects.of(target);
    Notes notes = new Notes();
    byte[] body = new ChatRequest(request, target, dialect, facts(target), notes).body();
    Headers headers = Headers.of("content-type", "application/json", "accept", "text/event-stream");
    for (Map.Entry<String, String> header : target.headers().entrySet()) {
      headers = headers.with(header.getKey(), header.getValue());
    }
    return new Encoded(
        new UpstreamRequest("POST", uri(target, dialect), headers, body), notes.list());
  }

  @Override
  public Authentication authentication(Deployment target) {
    if (target.apiKey() != null) {
      return new Authentication.Bearer(target.apiKey());
    }
    String variable = Dialects.of(target).keyVariable();
    return variable == null
        ? new Authentication.None()
        : new Authentication.Bearer(SecretRef.environment(variable));
  }

  @Override
  public Translator translator(MessagesRequest request, Deployment target) {
    return new ChatTranslator(target.provider(), new ToolNames(request));
  }

  @Override
  public ApiError decodeError(int status, Headers headers, byte[] body, Deployment target) {
    return ChatErrors.decode(status, headers, body, target);
  }

  private static URI uri(Deployment target, Dialect dialect) {
    String base = target.apiBase() != null ? target.apiBase() : dialect.base();
    if (base == null) {
      throw ApiError.invalid(
              "the deployment of " + target.modelName() + " needs an api_base in its configuration")
          .toException();
    }
    return URI.create(base.endsWith(PATH) ? base : base + PATH);
  }

  private ModelFacts facts(Deployment target) {
    String model = baseModel(target);
    ModelFacts facts = models.find(target.provider(), model);
    if (CHAT_ONLY.matcher(model).matches()) {
      return new ModelFacts(
          facts.contextWindow(), facts.maxOutputTokens(), Set.of("parallel-tools"));
    }
    boolean newer = facts.equals(ModelFacts.UNKNOWN) && target.provider().equals("openai");
    return newer && REASONING.matcher(model).matches()
        ? new ModelFacts(null, null, Set.of("reasoning", "parallel-tools"))
        : facts;
  }

  /** {@code model_info.base_model} says what a deployment under another name really is. */
  private static String baseModel(Deployment target) {
    if (!target.settings().containsKey("base_model")) {
      return target.model();
    }
    try (JsonParser in = target.settings().get("base_model").parser()) {
      return in.nextToken() == JsonToken.VALUE_STRING ? in.getString() : target.model();
    }
  }
}
