package dev.dragoman.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.json.RawJson;
import dev.dragoman.messages.MessageFold;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.messages.StopReason;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.BlockSequencer;
import dev.dragoman.provider.Deltas;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Notes;
import dev.dragoman.provider.Provider;
import dev.dragoman.provider.catalogue.Providers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A search is carried out behind any model: every dialect takes the calls and what was found. */
class EveryDialectTest {
  private static final Providers PROVIDERS = new Providers(new ModelCatalogue());

  private static final MessagesRequest REQUEST =
      RequestReader.read(
          """
          {"model": "m", "max_tokens": 1000,
           "tools": [{"type": "web_search_20250305", "name": "web_search"}],
           "messages": [{"role": "user", "content": "camels?"}]}\
          """
              .getBytes(StandardCharsets.UTF_8));

  /** A model that searches twice at once, and then answers. */
  private static final class Rounds implements WebSearch.World {
    private final Deployment target;
    private final Provider provider;
    private final List<String> bodies = new ArrayList<>();

    Rounds(Deployment target, Provider provider) {
      this.target = target;
      this.provider = provider;
    }

    @Override
    public void ask(MessagesRequest request, Deltas out) {
      byte[] body = provider.encode(request, target).request().body();
      bodies.add(new String(body, StandardCharsets.UTF_8));
      if (bodies.size() == 1) {
        out.text("I search.");
        out.toolCall(0, "call_1", "web_search");
        out.toolArguments(0, "{\"query\":\"one\"}");
        out.toolCall(1, "call_2", "web_search");
        out.toolArguments(1, "{\"query\":\"two\"}");
        out.stop(StopReason.TOOL_USE, null);
      } else {
        out.text("Found.");
        out.stop(StopReason.END_TURN, null);
      }
      out.usage(Usage.reported(10, 5));
    }

    @Override
    public SearchOutcome search(SearchBackend backend, SearchQuery query) {
      return new SearchOutcome.Found(
          List.of(new SearchResult("https://a.test/", "A", null, "excerpt of " + query.text())));
    }

    @Override
    public long estimate(MessagesRequest request) {
      return 1;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "openai/gpt-4o",
        "deepseek/deepseek-chat",
        "openai/responses/gpt-5",
        "gemini/gemini-2.5-pro",
        "bedrock/us.amazon.nova-pro-v1:0",
        "bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0"
      })
  void theSecondRequestGoesOnFromTheFirst(String model) throws Exception {
    String[] name = model.split("/", 2);
    Deployment target =
        Deployment.of("m", name[0], name[1])
            .withDefaults(
                Map.of(
                    "search_provider", RawJson.of("\"tavily\""),
                    "aws_region_name", RawJson.of("\"us-east-1\"")));
    Provider provider = PROVIDERS.of(target);
    WebSearch search = Objects.requireNonNull(WebSearch.of(REQUEST, target, false));
    MessageFold fold = new MessageFold();
    BlockSequencer out =
        new BlockSequencer(
            "msg_1",
            "m",
            provider.provenance(target),
            Usage.MISSING,
            new Notes(),
            search.hearing(fold));
    Rounds rounds = new Rounds(target, provider);
    search.run("1", out, rounds);
    out.finish();

    assertEquals(6, fold.content().size());
    assertEquals(2, rounds.bodies.size());
    String first = rounds.bodies.getFirst();
    String second = rounds.bodies.get(1);
    assertTrue(first.contains("\"web_search\""), first);
    assertTrue(second.contains("I search."), second);
    assertTrue(second.contains("excerpt of one") && second.contains("excerpt of two"), second);
    int end = first.length();
    while (first.charAt(end - 1) == '}' || first.charAt(end - 1) == ']') {
      end--;
    }
    String before = first.substring(0, end);
    assertTrue(second.startsWith(before), () -> before + "\n" + second);
  }
}
