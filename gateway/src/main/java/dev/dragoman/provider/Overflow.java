package dev.dragoman.provider;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How providers say that a request is more than the model takes, and how Anthropic says it. Claude
 * Code acts on Anthropic's words alone: it compacts its conversation after {@link #TOO_LONG}, and
 * asks for fewer tokens after {@link #TOGETHER}. {@code OverflowTest} names where each provider's
 * words were read.
 *
 * @see <a href="https://docs.anthropic.com/en/docs/build-with-claude/context-windows">Context
 *     windows</a>
 */
final class Overflow {
  /** The input alone is too much. */
  static final String TOO_LONG = "prompt is too long: ";

  /** The input would fit, but not with the output that was asked for. */
  static final String TOGETHER = "input length and `max_tokens` exceed context limit: ";

  private static final Pattern SAID_AS_ANTHROPIC =
      Pattern.compile("(?is)(prompt is too long: \\d.*|input length and `max_tokens` exceed .*)");

  /** Codes that say it, whatever the words are. */
  private static final Set<String> CODES =
      Set.of(
          "context_length_exceeded",
          // GitHub Copilot
          "model_max_prompt_tokens_exceeded",
          "model_context_window_exceeded");

  /** Too often, not too much at once: Bedrock's throttling counts tokens, too. */
  private static final Pattern TOO_OFTEN =
      Pattern.compile("rate.?limit|tokens per (?:minute|day)|\\(tpm\\)|throttl|quota|please wait");

  /** A form of words; its groups {@code in}, {@code limit} and {@code out} are the figures. */
  private record Form(Pattern words, Set<String> figures) {
    Form(String words) {
      this(Pattern.compile(words), Pattern.compile(words).namedGroups().keySet());
    }

    @Nullable Long figure(String name, Matcher matcher) {
      String digits = figures.contains(name) ? matcher.group(name) : null;
      return digits == null ? null : Long.valueOf(digits.replace(",", ""));
    }
  }

  private static final String N = "(\\d[\\d,]{0,17})";

  /** With figures first: the earliest form that is found counts. All are in lower case. */
  private static final List<Form> FORMS =
      List.of(
          // OpenAI and those who borrowed its words (vLLM, DeepSeek, Azure): both are counted in.
          form(
              "maximum context length is LIMIT.*?requested (?:about )?\\d+ tokens"
                  + " \\((?<parts>[^()]*?)[,;]? (?:and )?OUT (?:in|for) the (?:completion|output)"),
          // vLLM
          form("maximum context length is LIMIT.*?requested OUT output tokens.*?at least IN input"),
          form(
              "max_tokens.*? too large: OUT.*?maximum context length is LIMIT.*?your request has"
                  + " IN input tokens"),
          // SGLang
          form(
              "maximum context length of LIMIT tokens.*?: IN tokens from the input.*? and OUT tokens"
                  + " for the completion"),
          // Hugging Face's TGI, Together
          form(
              "`inputs` tokens \\+ `max_new_tokens` must be <= LIMIT\\. given: IN `inputs` tokens"
                  + " and OUT `max_new_tokens`"),
          // OpenAI, xAI, vLLM, OpenRouter
          form(
              "maximum (?:context|prompt) length is LIMIT.*?(?:resulted in|requested|contains|has)"
                  + " (?:about |at least )?IN"),
          // OpenAI's GPT-5
          form("input tokens exceed the configured limit of LIMIT.*?resulted in IN"),
          // Bedrock's OpenAI models, and its old wording for others
          form("prompt tokens \\(IN\\) exceed model maximum \\(LIMIT"),
          form("max input tokens: LIMIT, request input token count: IN"),
          // Google AI Studio, Vertex
          form(
              "input token count \\(?IN\\)? exceeds the maximum number of tokens allowed"
                  + " \\(?LIMIT"),
          form("input token count is IN but model only supports up to LIMIT"),
          // Fireworks
          form("prompt is too long: IN, model maximum context length: LIMIT"),
          // Mistral
          form("prompt contains IN tokens.*?too large for model with LIMIT maximum context length"),
          // Together, SGLang
          form("input \\(IN tokens\\) is longer than the model's context length \\(LIMIT"),
          // Cerebras
          form("current length is IN while limit is LIMIT"),
          // GitHub Copilot
          form("prompt token count of IN exceeds the limit of LIMIT"),
          // Moonshot
          form("exceeded model token limit: LIMIT \\(requested: IN"),
          // Poolside
          form("input length IN exceeds the maximum allowed input length of LIMIT"),
          // LM Studio, oMLX
          form("keep the first IN tokens.*?context length of only LIMIT"),
          form("prompt too long: IN tokens exceeds max context window of LIMIT"),
          // watsonx
          form("number of input tokens IN cannot exceed the total tokens limit LIMIT"),
          // Without figures, or with such as mean something else.
          form(
              "maximum context length|maximum context limit|maximum prompt length|context window"
                  + "|context_length_exceeded|prompt is too long|prompt too long"
                  + "|input token count .*exceeds the maximum|input is too long"
                  + "|too many input tokens|input tokens? exceed|input token length too long"
                  + "|reduce the length of the (?:messages|prompt)"
                  + "|exceeded model token limit|prompt exceeds max"
                  + "|range of input length should be|exceeds the available context size"
                  + "|context size has been exceeded|greater than the context length"
                  + "|longer than the maximum model length|longer than the model's context length"
                  + "|`inputs` tokens \\+ `max_new_tokens` must be"
                  + "|but model only supports up to|tokens in request more than max tokens allowed"
                  + "|too many tokens: "
                  // What is too long for a message would be so for no other field.
                  + "|invalid '(?:messages|input)\\[\\d+\\]\\.(?:content|output)[^']*': string too"
                  + " long"));

  private Overflow() {}

  private static Form form(String words) {
    return new Form(
        words
            .replace("LIMIT", "(?<limit>" + N + ")")
            .replace("OUT", "(?<out>" + N + ")")
            .replaceAll("\\bIN\\b", "(?<in>\\\\d[\\\\d,]{0,17})"));
  }

  /**
   * What {@code message} says, in Anthropic's words; null if it says something else.
   *
   * @param code the provider's, empty if there is none
   */
  static @Nullable String worded(String code, String message) {
    if (is(message)) {
      return message;
    }
    Matcher own = SAID_AS_ANTHROPIC.matcher(message);
    if (own.find()) {
      String said = own.group(1);
      if (!said.contains(", model maximum context length")) {
        return said;
      }
    }
    String said = message.toLowerCase(Locale.ROOT);
    if (CODES.contains(code)) {
      String found = found(said, message);
      return found == null ? TOO_LONG + message : found;
    }
    return TOO_OFTEN.matcher(said).find() ? null : found(said, message);
  }

  /** Whether these are Anthropic's words for it. */
  static boolean is(String message) {
    return message.startsWith(TOO_LONG) || message.startsWith(TOGETHER);
  }

  /** The words for an input of so many tokens where so many are the most. */
  static String tooLong(long input, long limit) {
    return TOO_LONG + input + " tokens > " + limit + " maximum";
  }

  private static @Nullable String found(String said, String message) {
    for (Form form : FORMS) {
      Matcher matcher = form.words().matcher(said);
      if (matcher.find()) {
        return worded(form, matcher, message);
      }
    }
    return null;
  }

  private static String worded(Form form, Matcher matcher, String message) {
    Long limit = form.figure("limit", matcher);
    Long output = form.figure("out", matcher);
    Long input = form.figure("in", matcher);
    if (form.figures().contains("parts")) {
      input = sum(matcher.group("parts"));
    }
    if (limit == null || input == null) {
      return TOO_LONG + message;
    }
    return output == null || input >= limit
        ? tooLong(input, limit)
        : TOGETHER + input + " + " + output + " > " + limit;
  }

  /** Of "98050 in the messages, 9000 in the functions": what is not output is input. */
  private static long sum(String parts) {
    return Pattern.compile("\\d{1,18}")
        .matcher(parts)
        .results()
        .mapToLong(part -> Long.parseLong(part.group()))
        .sum();
  }
}
