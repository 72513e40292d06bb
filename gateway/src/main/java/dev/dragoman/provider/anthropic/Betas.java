package dev.dragoman.provider.anthropic;

import dev.dragoman.messages.CacheControl;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.Message;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.Source;
import dev.dragoman.messages.Tool;
import dev.dragoman.messages.UnknownField;
import dev.dragoman.provider.Encoding;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The features that a request uses and that a host wants to have named before it takes them, and
 * those that the client asks for by name.
 *
 * @see <a href="https://docs.anthropic.com/en/api/beta-headers">Beta headers</a>
 */
final class Betas {
  private static final Map<String, String> HOSTED =
      Map.of(
          "computer_20241022", "computer-use-2024-10-22",
          "computer_20250124", "computer-use-2025-01-24",
          "computer_20251124", "computer-use-2025-11-24",
          "memory_20250818", "context-management-2025-06-27",
          "code_execution_20250522", "code-execution-2025-05-22",
          "code_execution_20250825", "code-execution-2025-08-25",
          "web_fetch_20250910", "web-fetch-2025-09-10",
          "mcp_toolset", "mcp-client-2025-11-20");

  /** What a name may look like; anything else is not passed on. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,80}");

  private final Encoding encoding;
  private final MessagesRequest request;
  private final Host host;
  private final TreeSet<String> named = new TreeSet<>();

  private Betas(Encoding encoding, Host host) {
    this.encoding = encoding;
    this.request = encoding.request();
    this.host = host;
  }

  /** All that the host is told, in the order of their names. */
  static List<String> of(Encoding encoding, Host host) {
    Betas betas = new Betas(encoding, host);
    if (host != Host.OTHER) {
      betas.read();
    }
    betas.readClients();
    betas.readDeployments();
    return List.copyOf(betas.named);
  }

  /** Those that the client names, where the host knows them. */
  private void readClients() {
    Set<String> left = new LinkedHashSet<>();
    for (String beta : request.betas()) {
      if (!NAME.matcher(beta).matches()) {
        left.add("one that is no name");
      } else if (HostBetas.takes(host, beta)) {
        named.add(beta);
      } else if (host == Host.OTHER || !beta.equals(HostBetas.ADVANCED_TOOL_USE)) {
        left.add(beta);
      }
    }
    if (!left.isEmpty()) {
      encoding
          .notes()
          .add(
              "anthropic-beta",
              String.join(" ", left) + " not known to " + encoding.provider() + ", left out");
    }
  }

  /** Those that the deployment's own headers name. */
  private void readDeployments() {
    encoding
        .target()
        .headers()
        .forEach((name, value) -> {
          if (name.equalsIgnoreCase("anthropic-beta")) {
            for (String beta : value.split(",", -1)) {
              if (!beta.isBlank()) {
                named.add(beta.strip());
              }
            }
          }
        });
  }

  private void read() {
    boolean own = host.anthropics();
    if (request.contextManagement() != null) {
      named.add("context-management-2025-06-27");
    }
    request.system().forEach(text -> cache(text.cacheControl()));
    request.tools().forEach(this::tool);
    boolean instructed = own && LateInstructions.taken(host, encoding.target().baseModel());
    for (Message message : request.messages()) {
      message.content().forEach(this::block);
      if (instructed && message.role() == Message.Role.SYSTEM) {
        named.add("mid-conversation-system-2026-04-07");
      }
    }
    for (UnknownField field : request.unknown()) {
      switch (field.path()) {
        case "mcp_servers" -> {
          if (!named.contains("mcp-client-2025-11-20")) {
            named.add("mcp-client-2025-04-04");
          }
        }
        case "speed" -> {
          if (host == Host.ANTHROPIC) {
            named.add("fast-mode-2026-02-01");
          }
        }
        default -> {
          if (field.path().startsWith("tools.") && field.name().equals("input_examples")) {
            named.add(own ? HostBetas.ADVANCED_TOOL_USE : "tool-examples-2025-10-29");
          }
        }
      }
    }
  }

  private void tool(Tool tool) {
    if (tool.deferLoading()) {
      search();
    }
    switch (tool) {
      case Tool.Custom custom -> cache(custom.cacheControl());
      case Tool.Hosted hosted -> {
        String beta = HOSTED.get(hosted.type());
        if (beta != null) {
          named.add(beta);
        }
        if (hosted.type().startsWith("tool_search_tool")) {
          search();
        }
        // The two want this one named; Anthropic itself does not.
        boolean wanted = host == Host.VERTEX || host == Host.AZURE;
        if (wanted && hosted.type().startsWith("web_search_")) {
          named.add("web-search-2025-03-05");
        }
      }
    }
  }

  private void block(ContentBlock block) {
    switch (block) {
      case ContentBlock.Text text -> cache(text.cacheControl());
      case ContentBlock.Image image -> {
        cache(image.cacheControl());
        file(image.source());
      }
      case ContentBlock.Document document -> {
        cache(document.cacheControl());
        file(document.source());
      }
      case ContentBlock.ToolUse use -> cache(use.cacheControl());
      case ContentBlock.ToolResult result -> {
        cache(result.cacheControl());
        result.content().forEach(this::block);
      }
      case ContentBlock.ToolReference ignored -> search();
      default -> {}
    }
  }

  private void search() {
    named.add(host.anthropics() ? HostBetas.ADVANCED_TOOL_USE : "tool-search-tool-2025-10-19");
  }

  private void file(Source source) {
    if (source instanceof Source.FileId) {
      named.add("files-api-2025-04-14");
    }
  }

  /** Vertex and Bedrock have the longer time without a name for it. */
  private void cache(@Nullable CacheControl cache) {
    if (cache != null && "1h".equals(cache.ttl()) && host == Host.ANTHROPIC) {
      named.add("extended-cache-ttl-2025-04-11");
    }
  }
}
