package dev.dragoman.provider.chat;

import dev.dragoman.json.Json;
import dev.dragoman.messages.Usage;
import dev.dragoman.provider.Deltas;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * Reads usage. OpenAI counts cached tokens within the prompt; the Messages API counts them apart.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/object">usage</a>
 */
final class ChatUsage {
  private @Nullable Long prompt;
  private @Nullable Long completion;
  private @Nullable Long cached;
  private @Nullable Long written;
  private @Nullable Long reasoning;
  private @Nullable Long all;
  private @Nullable Long searches;

  /** Reads the usage that {@code in} stands on; each one counts for the whole answer so far. */
  void read(JsonParser in, Deltas out) {
    for (String name = Json.firstName(in); name != null; name = in.nextName()) {
      in.nextToken();
      switch (name) {
        case "prompt_tokens" -> prompt = number(in, prompt);
        case "completion_tokens" -> completion = number(in, completion);
        case "total_tokens" -> all = number(in, all);
        // DeepSeek's name, and Moonshot's place, for the details' cached_tokens.
        case "prompt_cache_hit_tokens", "cached_tokens" -> cached = number(in, cached);
        // Perplexity's, and OpenRouter's within an object of that name.
        case "num_search_queries" -> searches = number(in, searches);
        case "server_tool_use" -> details(in);
        case "prompt_tokens_details", "completion_tokens_details" -> details(in);
        default -> in.skipChildren();
      }
    }
    if (prompt != null || completion != null) {
      out.usage(total());
    }
  }

  /** Counts searches that stand in the answer, where the usage does not. */
  void searched(int count, Deltas out) {
    if (searches == null && count > 0 && (prompt != null || completion != null)) {
      searches = (long) count;
      out.usage(total());
    }
  }

  /** Reads usage that stands inside an object of the provider's own, as Groq's does. */
  void readInside(JsonParser in, Deltas out) {
    for (String name = Json.firstName(in); name != null; name = in.nextName()) {
      in.nextToken();
      if (name.equals("usage")) {
        read(in, out);
      } else {
        in.skipChildren();
      }
    }
  }

  private void details(JsonParser in) {
    for (String name = Json.firstName(in); name != null; name = in.nextName()) {
      in.nextToken();
      switch (name) {
        case "cached_tokens" -> cached = number(in, cached);
        // OpenRouter states what it wrote to Anthropic's caches.
        case "cache_write_tokens" -> written = number(in, written);
        case "reasoning_tokens" -> reasoning = number(in, reasoning);
        case "web_search_requests" -> searches = number(in, searches);
        default -> in.skipChildren();
      }
    }
  }

  private Usage total() {
    Long input = prompt;
    if (input != null) {
      input = Math.max(0, input - orZero(cached) - orZero(written));
    }
    return new Usage(
        Usage.Origin.REPORTED, input, output(), cached, written, null, reasoning, searches);
  }

  /**
   * xAI counts thinking beside the completion, and charges for both: "reasoning token consumption
   * will be counted separately from completion_tokens, but will be counted in the total_tokens"
   * (docs.x.ai, Consumption and Rate Limits). Only the total tells who counts how.
   */
  private @Nullable Long output() {
    if (prompt == null || completion == null || reasoning == null || all == null) {
      return completion;
    }
    boolean beside = all == prompt + completion + reasoning;
    return beside ? (Long) (completion + reasoning) : completion;
  }

  private static long orZero(@Nullable Long tokens) {
    return tokens == null ? 0 : tokens;
  }

  private static @Nullable Long number(JsonParser in, @Nullable Long before) {
    Long stated = Json.count(in);
    return stated == null ? before : stated;
  }
}
