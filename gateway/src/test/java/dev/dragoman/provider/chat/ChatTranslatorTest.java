package dev.dragoman.provider.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dragoman.fixture.ChatScript;
import dev.dragoman.fixture.ChatScripts;
import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Story;
import dev.dragoman.provider.Translator;
import dev.dragoman.provider.TranslatorContract;
import dev.dragoman.provider.golden.Translation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatTranslatorTest extends TranslatorContract {
  private static final ChatProvider PROVIDER = new ChatProvider(new ModelCatalogue());
  private static final Deployment TARGET = Deployment.of("m", "openai", "gpt-4o");
  private static final MessagesRequest REQUEST =
      RequestReader.read(
          utf8(
              """
              {"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": "x"}]}
              """));

  @Override
  protected Translator translator() {
    return PROVIDER.translator(REQUEST, TARGET);
  }

  @Override
  protected String text() {
    return sse(
        ChatScript.stream().text("Hello ").text("there").finish("stop").usage(10, 5, 0, 0).done());
  }

  @Override
  protected String endOfText() {
    return "\"finish_reason\":\"stop\"";
  }

  @Override
  protected String twoCalls() {
    return sse(
        ChatScripts.interleaved(
            List.of(
                new ChatScripts.Call("a", "A", "{\"x\":1}"),
                new ChatScripts.Call("b", "B", "{\"y\":2}"))));
  }

  @Override
  protected String endOfCalls() {
    return "\"finish_reason\":\"tool_calls\"";
  }

  @Override
  protected String callWithoutInput() {
    return sse(ChatScripts.callInOneChunk("a", "A", ""));
  }

  @Override
  protected String textWithoutUsage() {
    return sse(ChatScript.stream().text("Hello there").finish("stop").done());
  }

  @Override
  protected String errorInTheMiddle() {
    return sse(ChatScripts.errorInTheMiddle("Hello", "it broke"));
  }

  /** Each row: a chunk's first choice, or its delta, as servers send them; and what comes of it. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'content':'a','reasoning_content':'b'} | thinking:b(mark) text:a",
        "{'reasoning':'b','reasoning_content':'b','content':null} | thinking:b(mark)",
        "{'content':[{'type':'text','text':'a'},7,null,{'type':'text','text':'b'}]} | text:ab",
        "{'content':'','tool_calls':null} | ``",
        "{'content':7,'reasoning':{},'refusal':[]} | ``",
        "{'tool_calls':[null,7,{'index':0,'id':'i','function':{'name':'A','arguments':'{}'}}]} | A:{}",
        "{'tool_calls':[{'id':'i','function':{'name':'A','arguments':{'x':[1]}}}]} | A:{\"x\":[1]}",
        "{'tool_calls':[{'id':'i','function':{'name':'A'}},{'id':'j','function':{'name':'B'}}]} | A:{} B:{}",
        "{'tool_calls':[{'function':{'name':'A'}},{'function':{'name':'A'}}]} | A:{} A:{}",
        "{'tool_calls':[{'id':'i','function':{'name':'A','arguments':'{'}},{'function':{'arguments':'}'}}]} | A:{}",
        "{'tool_calls':[{'id':'i','function':{'name':'A','arguments':'{'}},{'id':'i','function':{'name':'A','arguments':'}'}}]} | A:{}",
        "{'tool_calls':[{'index':null,'id':'i','function':{'name':'A','arguments':null}}],'content':'t'} | A:{} text:t",
        "{'content':'t','tool_calls':[{'index':5,'id':'i','function':{'name':'A'}}]} | text:t A:{}"
      })
  void aDeltaOfAnyShapeIsRead(String delta, String blocks) {
    String sse =
        "data: {\"choices\":[null,{\"index\":0,\"finish_reason\":\"stop\",\"delta\":"
            + delta.replace('\'', '"')
            + "},{\"index\":1,\"delta\":{\"content\":\"other\"}}]}\n\ndata:\n\ndata: [DONE]\n\n";
    Translation read = Translation.ofStream(utf8(sse), PROVIDER, REQUEST, TARGET);
    assertEquals(null, read.error());
    assertEquals(
        blocks.replace("(mark)", PROVIDER.provenance(TARGET).wrap("")),
        String.join(
            " ",
            Story.blocks(read.events()).stream()
                .map(block -> block.name() + ":" + block.sum())
                .toList()));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "stop, end_turn",
    "length, max_tokens",
    "content_filter, refusal",
    "tool_calls, end_turn",
    "eos, end_turn"
  })
  void reasonsAreTranslated(String finish, String reason) {
    Translation read =
        Translation.ofStream(
            utf8(sse(ChatScript.stream().text("a").finish(finish).done())),
            PROVIDER,
            REQUEST,
            TARGET);
    assertEquals("start 0text 0:a 0. " + reason + " stop", Story.of(read.events()));
  }

  /** Some put words of their own there. */
  @Test
  void aStopThatWasNotAskedForIsNotNamed() {
    Translation read =
        Translation.ofStream(
            utf8(
                "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},"
                    + "\"finish_reason\":\"stop\",\"stop_reason\":\"eos\"}]}\n\ndata: [DONE]\n\n"),
            PROVIDER,
            REQUEST,
            TARGET);
    assertEquals("start 0text 0:a 0. end_turn stop", Story.of(read.events()));
  }

  private static String sse(ChatScript script) {
    StringBuilder body = new StringBuilder();
    script
        .events("gpt-4o", true)
        .forEach(data -> body.append("data: ").append(data).append("\n\n"));
    return body.toString();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
