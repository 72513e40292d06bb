package dev.dragoman.provider.anthropic;

import dev.dragoman.json.RawJson;
import dev.dragoman.messages.ContentBlock;
import dev.dragoman.messages.Message;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.provider.SearchExcerpt;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The calls of server tools in a conversation that a host did not run and would refuse. Anthropic
 * seals what it finds; a result with an empty seal, with one of this gateway's, or under an id of
 * another form was made elsewhere.
 *
 * @param host who is asked
 * @param calls the ids of those calls
 */
record ForeignSearches(Host host, Set<String> calls) {
  /** "server_tool_use.id: String should match pattern '^srvtoolu_[a-zA-Z0-9_]+$'". */
  private static final Pattern ID = Pattern.compile("srvtoolu_[a-zA-Z0-9_]+");

  /** Those of {@code request}. */
  static ForeignSearches in(MessagesRequest request, Host host) {
    Set<String> calls = new HashSet<>();
    for (Message message : request.messages()) {
      for (ContentBlock block : message.content()) {
        if (block instanceof ContentBlock.ServerToolResult result
            && (!host.runs(result.type())
                || !ID.matcher(result.toolUseId()).matches()
                || isForeign("encrypted_content", result.content()))) {
          calls.add(result.toolUseId());
        }
      }
    }
    return new ForeignSearches(host, calls);
  }

  boolean has(ContentBlock.ServerToolUse use) {
    return calls.contains(use.id()) || !host.runs(use.name());
  }

  boolean has(ContentBlock.ServerToolResult result) {
    return calls.contains(result.toolUseId());
  }

  /** Whether it cites what such a search found. */
  boolean has(ContentBlock.Text text) {
    RawJson citations = text.citations();
    if (citations == null || !citations.toString().contains("web_search_result_location")) {
      return false;
    }
    return !host.runs("web_search") || isForeign("encrypted_index", citations);
  }

  private static boolean isForeign(String field, RawJson json) {
    try (JsonParser in = json.parser()) {
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        if (token == JsonToken.VALUE_STRING
            && field.equals(in.currentName())
            && (in.getString().isEmpty() || SearchExcerpt.isWrapped(in.getString()))) {
          return true;
        }
      }
    }
    return false;
  }
}
