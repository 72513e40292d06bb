package dev.dragoman.bench;

import java.util.List;

/**
 * What the scripted upstream answers, in each form that it speaks.
 *
 * @param chunks text chunks, each of {@link #WORD}
 * @param firstMillis delay before the first chunk, milliseconds
 * @param gapMillis delay between text chunks, milliseconds
 * @param model the model the answer says it is from
 */
record Script(int chunks, int firstMillis, int gapMillis, String model) {
  static final String WORD = "lorem ipsum ";

  /**
   * OpenAI's Chat Completions: a role chunk, the text chunks, a finish chunk, and a usage-only
   * chunk (no choices) together with the end mark.
   */
  Encoded chat() {
    String text = "{\"content\":\"" + WORD + "\"}";
    String usage =
        "{\"prompt_tokens\":20,\"completion_tokens\":%d,\"total_tokens\":%d}"
            .formatted(chunks, chunks + 20);
    String whole =
        "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":%s,\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"%s\"},\"finish_reason\":\"stop\"}],\"usage\":%s}"
            .formatted(Json.write(model), WORD.repeat(chunks), usage);
    return Encoded.of(
        List.of(choice("{\"role\":\"assistant\",\"content\":\"\"}", "null")),
        choice(text, "null"),
        chunks,
        List.of(choice("{}", "\"stop\""), chunk("", ",\"usage\":" + usage) + "data: [DONE]\n\n"),
        whole);
  }

  private String choice(String delta, String finish) {
    return chunk("{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":" + finish + "}", "");
  }

  private String chunk(String choices, String rest) {
    return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":%s,\"choices\":[%s]%s}\n\n"
        .formatted(Json.write(model), choices, rest);
  }

  /** OpenAI's Responses, which some gateways prefer; every event has the sequence number 0. */
  Encoded responses() {
    String part = "\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,";
    String text = WORD.repeat(chunks);
    String done = item("completed", outputText(text));
    String whole = response("completed", "[" + done + "]", responsesUsage());
    String begun = response("in_progress", "[]", "null");
    return Encoded.of(
        List.of(
            event("response.created", "\"response\":" + begun),
            event("response.in_progress", "\"response\":" + begun),
            event(
                "response.output_item.added",
                "\"output_index\":0,\"item\":" + item("in_progress", "")),
            event("response.content_part.added", part + "\"part\":" + outputText(""))),
        event("response.output_text.delta", part + "\"delta\":\"" + WORD + "\",\"logprobs\":[]"),
        chunks,
        List.of(
            event("response.output_text.done", part + "\"text\":\"" + text + "\",\"logprobs\":[]"),
            event("response.content_part.done", part + "\"part\":" + outputText(text)),
            event("response.output_item.done", "\"output_index\":0,\"item\":" + done),
            event("response.completed", "\"response\":" + whole)),
        whole);
  }

  private static String event(String type, String rest) {
    return "event: %s\ndata: {\"type\":\"%s\",\"sequence_number\":0,%s}\n\n"
        .formatted(type, type, rest);
  }

  private static String outputText(String text) {
    return "{\"type\":\"output_text\",\"text\":\"" + text + "\",\"annotations\":[]}";
  }

  private static String item(String status, String content) {
    return "{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"%s\",\"role\":\"assistant\",\"content\":[%s]}"
        .formatted(status, content);
  }

  private String response(String status, String output, String usage) {
    return "{\"id\":\"resp_1\",\"object\":\"response\",\"created_at\":1,\"status\":\"%s\",\"error\":null,\"incomplete_details\":null,\"instructions\":null,\"max_output_tokens\":null,\"model\":%s,\"output\":%s,\"parallel_tool_calls\":true,\"previous_response_id\":null,\"reasoning\":{\"effort\":null,\"summary\":null},\"store\":false,\"temperature\":1.0,\"text\":{\"format\":{\"type\":\"text\"}},\"tool_choice\":\"auto\",\"tools\":[],\"top_p\":1.0,\"truncation\":\"disabled\",\"usage\":%s,\"user\":null,\"metadata\":{}}"
        .formatted(status, Json.write(model), output, usage);
  }

  private String responsesUsage() {
    return "{\"input_tokens\":20,\"input_tokens_details\":{\"cached_tokens\":0},\"output_tokens\":%d,\"output_tokens_details\":{\"reasoning_tokens\":0},\"total_tokens\":%d}"
        .formatted(chunks, chunks + 20);
  }
}
