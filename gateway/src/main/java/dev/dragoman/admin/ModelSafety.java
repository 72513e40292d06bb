package dev.dragoman.admin;

import dev.dragoman.access.Policy;
import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ApiError;
import dev.dragoman.messages.ApiException;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ProviderLine;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What models may not have that come by the management API: secrets, references to secrets that the
 * operator has not listed, addresses that are not public, and the operator's own keys for an
 * address of somebody else's. Texts are looked at wherever they stand, also where nothing reads
 * them now.
 */
final class ModelSafety {
  private static final int MAX_DEPTH = 16;
  private static final int MAX_NAME = 256;
  private static final int MAX_TEXT = 16 << 10;
  private static final int SHOWN = 20;

  /** A name that can be shown, since no secret looks so. */
  private static final Pattern PLAIN =
      Pattern.compile("[a-z]+[0-9]{0,3}(_[a-z0-9]{1,12})*|[A-Za-z]+(-[A-Za-z]+)+");

  /** Providers whose credentials are the gateway's own identity, and where those may be shown. */
  private static final Map<String, List<String>> IDENTITIES =
      Map.of(
          "vertex_ai", List.of("googleapis.com"),
          "bedrock", List.of("amazonaws.com", "amazonaws.com.cn", "api.aws"));

  /** Where providers' own keys may be shown beside their usual address. */
  private static final Map<String, List<String>> OWN =
      Map.of(
          "openai", List.of("api.openai.com"),
          "anthropic", List.of("api.anthropic.com"),
          "gemini", List.of("googleapis.com"),
          "azure",
              List.of("openai.azure.com", "cognitiveservices.azure.com", "services.ai.azure.com"),
          "azure_ai",
              List.of("openai.azure.com", "cognitiveservices.azure.com", "services.ai.azure.com"));

  /** Settings that become a part of a host's name. */
  private static final Set<String> WITHIN_HOSTS =
      Set.of("vertex_location", "vertex_ai_location", "aws_region_name", "region_name");

  private static final Pattern LABEL = Pattern.compile("[A-Za-z0-9-]{1,63}");

  private static final Set<String> AWS_ENDPOINTS =
      Set.of("aws_sts_endpoint", "aws_bedrock_runtime_endpoint");

  private static final Set<String> ENTRA_CLIENT = Set.of("tenant_id", "client_id", "client_secret");

  private static final Set<String> HEADERS = Set.of("extra_headers", "headers", "default_headers");

  /** Settings whose objects have names of models. */
  private static final Set<String> BY_MODEL =
      Set.of(
          "fallbacks",
          "context_window_fallbacks",
          "content_policy_fallbacks",
          "model_group_alias",
          "model_group_retry_policy");

  private static final String OF_A_MODEL = "?";
  private static final Pattern INDEX = Pattern.compile("\\d{1,5}");

  private final SecretRule secrets;
  private final AddressRule addresses;

  ModelSafety(Policy policy) {
    this.secrets = new SecretRule(policy.secretPrefixes());
    this.addresses = new AddressRule(policy.openAddresses());
  }

  /**
   * Checks what was sent.
   *
   * @throws ApiException {@code invalid_request_error} that names the fields, and no value
   */
  void check(RawJson sent) {
    List<String> faults = new ArrayList<>();
    try (JsonParser in = sent.parser()) {
      in.nextToken();
      new Walk(in, faults).value();
    }
    refuse(faults);
  }

  /**
   * Checks what was read: whose key goes where.
   *
   * @throws ApiException {@code invalid_request_error}
   */
  void check(Deployment deployment) {
    List<String> faults = new ArrayList<>();
    String key = strangerWithKey(deployment);
    if (key != null) {
      faults.add(key);
    }
    for (String name : WITHIN_HOSTS) {
      String label = deployment.text(name);
      if (label != null && !LABEL.matcher(label).matches()) {
        faults.add("litellm_params." + name + ": must be a name of letters, digits and hyphens");
      }
    }
    for (String name : AWS_ENDPOINTS) {
      String endpoint = deployment.text(name);
      if (endpoint != null && !isUnder(IDENTITIES.get("bedrock"), endpoint)) {
        faults.add("litellm_params." + name + ": must be an address of AWS");
      }
    }
    ProviderLine line = ProviderLine.find(deployment.provider());
    String usual = line == null || deployment.apiBase() != null ? null : line.base();
    String wrong = usual == null ? null : addresses.wrong(List.of("api_base"), usual);
    if (wrong != null) {
      faults.add("litellm_params.api_base: " + deployment.provider() + "'s own " + wrong);
    }
    refuse(faults);
  }

  /** An own address gets no key that the caller did not name. */
  private static @Nullable String strangerWithKey(Deployment deployment) {
    String base = deployment.apiBase();
    if (base == null) {
      return null;
    }
    List<String> identity = IDENTITIES.get(deployment.provider());
    if (identity != null) {
      return isUnder(identity, base)
          ? null
          : "litellm_params.api_base: must be under "
              + String.join(" or ", identity)
              + ", since the gateway's own identity is shown there";
    }
    ProviderLine line = ProviderLine.find(deployment.provider());
    String usual = line == null || line.base() == null ? null : URI.create(line.base()).getHost();
    boolean known =
        isUnder(OWN.getOrDefault(deployment.provider(), List.of()), base)
            || (usual != null && usual.equalsIgnoreCase(URI.create(base).getHost()));
    boolean keyless = line != null && line.keyVariables().isEmpty();
    return known || keyless || hasOwnKey(deployment)
        ? null
        : "litellm_params.api_key: must be named beside an own api_base (\"none\" where the server"
            + " wants no key): the gateway's usual key is not sent to it";
  }

  private static boolean hasOwnKey(Deployment deployment) {
    return deployment.apiKey() != null
        || deployment.headers().keySet().stream().anyMatch("authorization"::equalsIgnoreCase)
        || deployment.settings().containsKey("azure_ad_token")
        || deployment.settings().keySet().containsAll(ENTRA_CLIENT);
  }

  private static boolean isUnder(@Nullable List<String> domains, String address) {
    URI uri;
    try {
      uri = URI.create(address);
    } catch (IllegalArgumentException _) {
      return false;
    }
    String host = uri.getHost();
    return domains != null && domains.stream().anyMatch(d -> AddressRule.isUnder(d, host));
  }

  private static void refuse(List<String> faults) {
    if (!faults.isEmpty()) {
      String more = faults.size() <= SHOWN ? "" : "; and " + (faults.size() - SHOWN) + " more";
      throw ApiError.invalid(
              String.join("; ", faults.stream().distinct().limit(SHOWN).toList()) + more)
          .toException();
    }
  }

  /** The way through one value. */
  private final class Walk {
    private final JsonParser in;
    private final List<String> faults;
    private final List<String> names = new ArrayList<>();

    Walk(JsonParser in, List<String> faults) {
      this.in = in;
      this.faults = faults;
    }

    void value() {
      if (names.size() > MAX_DEPTH) {
        throw ApiError.invalid(path() + ": nests deeper than " + MAX_DEPTH).toException();
      }
      switch (in.currentToken()) {
        case START_OBJECT -> {
          while (in.nextToken() != JsonToken.END_OBJECT) {
            field(in.currentName());
          }
        }
        case START_ARRAY -> {
          int index = 0;
          while (in.nextToken() != JsonToken.END_ARRAY) {
            within(String.valueOf(index++));
          }
        }
        case VALUE_STRING -> text(in.getString());
        default -> {}
      }
    }

    private void field(String name) {
      in.nextToken();
      boolean header =
          !names.isEmpty() && HEADERS.contains(names.getLast().toLowerCase(Locale.ROOT));
      add(header ? AddressRule.wrongHeader(name) : null, name);
      add(name.equals(Deployment.SENT) ? "is the gateway's own" : null, name);
      if (name.length() > MAX_NAME || secrets.wrong(List.of(), name) != null) {
        faults.add(path() + ": has a name that is too long, or a secret");
      }
      within(isOfModels() ? OF_A_MODEL : name);
    }

    private void within(String name) {
      names.add(name);
      value();
      names.removeLast();
    }

    /** Whether the names here are those of models, which say nothing of what stands under them. */
    private boolean isOfModels() {
      return names.stream()
          .filter(name -> !INDEX.matcher(name).matches())
          .reduce((first, last) -> last)
          .filter(BY_MODEL::contains)
          .isPresent();
    }

    private void text(String text) {
      if (text.length() > MAX_TEXT) {
        faults.add(path() + ": is longer than " + MAX_TEXT + " characters");
        return;
      }
      add(secrets.wrong(names, text));
      add(addresses.wrong(names, text));
    }

    private void add(@Nullable String wrong, String... last) {
      if (wrong != null) {
        names.addAll(List.of(last));
        faults.add(path() + ": " + wrong);
        names.subList(names.size() - last.length, names.size()).clear();
      }
    }

    private String path() {
      return names.isEmpty()
          ? "the body"
          : String.join(".", names.stream().map(ModelSafety::shown).toList());
    }
  }

  private static String shown(String name) {
    return name.length() <= 64 && (PLAIN.matcher(name).matches() || INDEX.matcher(name).matches())
        ? name
        : "?";
  }
}
