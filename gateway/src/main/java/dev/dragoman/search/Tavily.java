package dev.dragoman.search;

import dev.dragoman.credential.Authentication;
import dev.dragoman.credential.SecretRef;
import dev.dragoman.json.Json;
import dev.dragoman.provider.Deployment;
import dev.dragoman.search.SearchOutcome.Failed;
import dev.dragoman.search.SearchOutcome.Reason;
import dev.dragoman.wire.Headers;
import dev.dragoman.wire.UpstreamRequest;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/**
 * Tavily, a search service for models.
 *
 * @see <a href="https://docs.tavily.com/documentation/api-reference/endpoint/search">Search</a>
 */
record Tavily(URI address, SecretRef key) implements SearchBackend {
  /** docs.tavily.com, best practices for search: a longer query is refused. */
  private static final int LONGEST = 400;

  private static final int MOST_ALLOWED = 300;
  private static final int MOST_BLOCKED = 150;

  /** Tavily names countries in words; those whose words leave no doubt. */
  private static final Map<String, String> COUNTRIES =
      Arrays.stream(
              """
              ar argentina,au australia,at austria,be belgium,br brazil,bg bulgaria,ca canada,\
              cl chile,cn china,co colombia,hr croatia,dk denmark,eg egypt,ee estonia,fi finland,\
              fr france,de germany,gr greece,hu hungary,is iceland,in india,id indonesia,\
              ie ireland,il israel,it italy,jp japan,ke kenya,lv latvia,lt lithuania,\
              lu luxembourg,my malaysia,mx mexico,ma morocco,nl netherlands,nz new zealand,\
              ng nigeria,no norway,pk pakistan,pe peru,ph philippines,pl poland,pt portugal,\
              ro romania,sa saudi arabia,rs serbia,sg singapore,sk slovakia,si slovenia,\
              za south africa,kr south korea,es spain,se sweden,ch switzerland,th thailand,\
              ua ukraine,ae united arab emirates,gb united kingdom,us united states,vn vietnam\
              """
                  .split(","))
          .map(entry -> entry.split(" ", 2))
          .collect(Collectors.toUnmodifiableMap(entry -> entry[0], entry -> entry[1]));

  static Tavily of(Deployment target) {
    String base = target.text("search_api_base");
    String key = target.text("search_api_key");
    return new Tavily(
        URI.create(SearchBackend.address(base == null ? "https://api.tavily.com" : base)),
        key == null ? SecretRef.environment("TAVILY_API_KEY") : new SecretRef(key));
  }

  @Override
  public UpstreamRequest encode(SearchQuery query) {
    byte[] body =
        Json.bytes(out -> {
          out.writeStartObject();
          out.writeStringProperty("query", query.text());
          out.writeNumberProperty("max_results", MOST);
          domains("include_domains", query.sites().allowedHosts(), out);
          domains(
              "exclude_domains",
              query.sites().blockedHosts().stream().limit(MOST_BLOCKED).toList(),
              out);
          String country = query.country();
          String name = country == null ? null : COUNTRIES.get(country.toLowerCase(Locale.ROOT));
          if (name != null) {
            out.writeStringProperty("country", name);
          }
          out.writeEndObject();
        });
    return new UpstreamRequest(
        "POST",
        address,
        Headers.of("content-type", "application/json").with("accept", "application/json"),
        body);
  }

  private static void domains(String name, List<String> hosts, JsonGenerator out) {
    if (!hosts.isEmpty()) {
      out.writeArrayPropertyStart(name);
      hosts.forEach(out::writeString);
      out.writeEndArray();
    }
  }

  @Override
  public Authentication authentication() {
    return new Authentication.Bearer(key);
  }

  @Override
  public int longestQuery() {
    return LONGEST;
  }

  @Override
  public int mostAllowed() {
    return MOST_ALLOWED;
  }

  @Override
  public SearchOutcome decode(int status, byte[] body, SearchQuery query) {
    return switch (status) {
      case 200 -> FoundPages.read("Tavily", body, query);
      case 400, 422 -> new Failed(Reason.INVALID_TOOL_INPUT, "Tavily answered " + status);
      case 401 -> new Failed(Reason.UNAVAILABLE, "Tavily answered 401: check the key");
      case 429 -> new Failed(Reason.TOO_MANY_REQUESTS, "Tavily answered 429");
      case 432, 433 ->
          new Failed(Reason.UNAVAILABLE, "Tavily answered " + status + ": its plan is used up");
      default -> new Failed(Reason.UNAVAILABLE, "Tavily answered " + status);
    };
  }
}
