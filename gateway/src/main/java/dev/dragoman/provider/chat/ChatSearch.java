package dev.dragoman.provider.chat;

import dev.dragoman.messages.ApiException;
import dev.dragoman.messages.Tool;
import dev.dragoman.messages.ToolChoice;
import dev.dragoman.provider.Encoding;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.ToolSet;
import dev.dragoman.provider.WantedSearch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes {@code web_search} as the search that the provider has itself: fields of the body, or an
 * entry among its tools.
 *
 * @see <a href="https://developers.openai.com/api/docs/guides/tools-web-search">OpenAI's</a>
 * @see <a
 *     href="https://openrouter.ai/docs/guides/features/server-tools/web-search">OpenRouter's</a>
 * @see <a href="https://docs.perplexity.ai/api-reference/chat-completions-post">Perplexity's</a>
 * @see <a href="https://console.groq.com/docs/compound/search-settings">Groq's</a>
 * @see <a href="https://www.alibabacloud.com/help/en/model-studio/web-search">DashScope's</a>
 */
final class ChatSearch {
  private static final String OPENROUTER = "openrouter:web_search";

  /** OpenAI's models that search before they answer, and no others by Chat Completions. */
  private static final Pattern MADE_FOR_IT = Pattern.compile(".*-search-(preview|api).*");

  private static final Pattern COMPOUND = Pattern.compile("(groq/)?compound.*");
  private static final Pattern BROWSING = Pattern.compile("openai/gpt-oss-.*");

  private final Encoding encoding;
  private final Dialect dialect;
  private final Tool.@Nullable Hosted tool;
  private final @Nullable WantedSearch wanted;

  /**
   * The search among the hosted tools of {@code set}.
   *
   * @throws ApiException if there are others, or the model does not search
   */
  ChatSearch(Encoding encoding, Dialect dialect, ToolSet set) {
    this.encoding = encoding;
    this.dialect = dialect;
    Tool.Hosted search = null;
    for (Tool.Hosted hosted : set.hosted()) {
      if (search != null || !WantedSearch.isSearch(hosted) || !searches(dialect, model())) {
        throw refusal(hosted);
      }
      search = hosted;
    }
    this.tool = search;
    this.wanted = search == null ? null : WantedSearch.of(search.raw());
  }

  /** Whether a model of this provider searches the web itself. */
  static boolean searches(Dialect dialect, String model) {
    return switch (dialect.search()) {
      case NONE, RESPONSES -> false;
      case OPENAI -> MADE_FOR_IT.matcher(model).matches();
      case GROQ -> COMPOUND.matcher(model).matches() || BROWSING.matcher(model).matches();
      case OPENROUTER, PERPLEXITY, DASHSCOPE -> true;
    };
  }

  /** Whether it was asked for. */
  boolean wanted() {
    return wanted != null;
  }

  /** Whether it is an entry among the tools. */
  boolean standsAmongTools() {
    return wanted != null
        && switch (dialect.search()) {
          case OPENROUTER -> true;
          case GROQ -> BROWSING.matcher(model()).matches();
          default -> false;
        };
  }

  /** Whether {@code choice} is this tool. */
  boolean isChosen(ToolChoice choice) {
    return tool != null
        && choice.mode() == ToolChoice.Mode.TOOL
        && tool.name().equals(choice.name());
  }

  /** Writes the fields of the body, and notes what is not told. */
  void settings(JsonGenerator out) {
    if (wanted == null) {
      return;
    }
    wanted.noteUnknown(encoding);
    if (wanted.maxUses() != null && dialect.search() != Dialect.Search.OPENROUTER) {
      encoding.leaveOut("tools.max_uses");
    }
    switch (dialect.search()) {
      case OPENAI -> openAi(wanted, out);
      case PERPLEXITY -> perplexity(wanted, out);
      case GROQ -> groq(wanted, out);
      case DASHSCOPE -> dashScope(wanted, out);
      case OPENROUTER, NONE, RESPONSES -> {}
    }
  }

  /** Writes the entry among the tools. */
  void entry(JsonGenerator out) {
    if (wanted == null || !standsAmongTools()) {
      return;
    }
    out.writeStartObject();
    if (dialect.search() == Dialect.Search.GROQ) {
      out.writeStringProperty("type", "browser_search");
    } else {
      openRouter(wanted, out);
    }
    out.writeEndObject();
  }

  /** Writes the choice of this tool, where it can be chosen. */
  void choice(JsonGenerator out) {
    if (dialect.search() == Dialect.Search.OPENROUTER) {
      out.writeObjectPropertyStart("tool_choice");
      out.writeStringProperty("type", OPENROUTER);
      out.writeEndObject();
    } else if (standsAmongTools()) {
      out.writeStringProperty("tool_choice", "required");
    } else if (dialect.search() == Dialect.Search.DASHSCOPE) {
      out.writeObjectPropertyStart("search_options");
      out.writeBooleanProperty("forced_search", true);
      out.writeEndObject();
    }
  }

  private static void openRouter(WantedSearch wanted, JsonGenerator out) {
    out.writeStringProperty("type", OPENROUTER);
    out.writeObjectPropertyStart("parameters");
    if (wanted.maxUses() != null) {
      out.writeNumberProperty("max_uses", wanted.maxUses());
    }
    WantedSearch.write("allowed_domains", wanted.allowed(), out);
    WantedSearch.write("excluded_domains", wanted.blocked(), out);
    wanted.writeLocation(out);
    out.writeEndObject();
  }

  private void openAi(WantedSearch wanted, JsonGenerator out) {
    refuseDomains(wanted);
    out.writeObjectPropertyStart("web_search_options");
    if (!wanted.location().isEmpty()) {
      out.writeObjectPropertyStart("user_location");
      out.writeStringProperty("type", "approximate");
      out.writeObjectPropertyStart("approximate");
      strings(wanted.location(), out);
      out.writeEndObject();
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  /** A domain with a minus before it is one that may not be found. */
  private void perplexity(WantedSearch wanted, JsonGenerator out) {
    List<String> domains = new ArrayList<>(wanted.allowed());
    wanted.blocked().forEach(domain -> domains.add("-" + domain));
    WantedSearch.write("search_domain_filter", domains, out);
    Map<String, String> location = new LinkedHashMap<>(wanted.location());
    if (location.remove("timezone") != null) {
      encoding.leaveOut("tools.user_location.timezone");
    }
    if (!location.isEmpty()) {
      out.writeObjectPropertyStart("web_search_options");
      out.writeObjectPropertyStart("user_location");
      strings(location, out);
      out.writeEndObject();
      out.writeEndObject();
    }
  }

  /** Its countries are names and not codes: so the user's is not told. */
  private void groq(WantedSearch wanted, JsonGenerator out) {
    if (!wanted.location().isEmpty()) {
      encoding.leaveOut("tools.user_location");
    }
    if (standsAmongTools()) {
      refuseDomains(wanted);
    } else if (!wanted.allowed().isEmpty() || !wanted.blocked().isEmpty()) {
      out.writeObjectPropertyStart("search_settings");
      WantedSearch.write("include_domains", wanted.allowed(), out);
      WantedSearch.write("exclude_domains", wanted.blocked(), out);
      out.writeEndObject();
    }
  }

  private void dashScope(WantedSearch wanted, JsonGenerator out) {
    refuseDomains(wanted);
    if (!wanted.location().isEmpty()) {
      encoding.leaveOut("tools.user_location");
    }
    out.writeBooleanProperty("enable_search", true);
    notes().add("web_search", encoding.provider() + " does not say what it finds");
  }

  private void refuseDomains(WantedSearch wanted) {
    if (!wanted.allowed().isEmpty()) {
      throw encoding.unsupported(path("allowed_domains"), "allowed_domains");
    }
    if (!wanted.blocked().isEmpty()) {
      throw encoding.unsupported(path("blocked_domains"), "blocked_domains");
    }
  }

  private static void strings(Map<String, String> fields, JsonGenerator out) {
    fields.forEach(out::writeStringProperty);
  }

  private ApiException refusal(Tool.Hosted hosted) {
    String path = "tools." + encoding.request().tools().indexOf(hosted) + ".type";
    if (WantedSearch.isSearch(hosted) && dialect.search() == Dialect.Search.RESPONSES) {
      return ApiException.invalid(
          path,
          hosted.type()
              + " is not supported by "
              + encoding.provider()
              + " in this form; the model as "
              + encoding.provider()
              + "/responses/"
              + model()
              + " searches");
    }
    return encoding.unsupported(path, hosted.type());
  }

  private String path(String field) {
    int index = tool == null ? 0 : encoding.request().tools().indexOf(tool);
    return "tools." + index + "." + field;
  }

  private String model() {
    return encoding.target().upstreamModel();
  }

  private Notes notes() {
    return encoding.notes();
  }
}
