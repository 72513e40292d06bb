package dev.dragoman.provider.converse;

import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Translator;
import dev.dragoman.provider.TranslatorContract;
import java.nio.charset.StandardCharsets;

class ConverseTranslatorTest extends TranslatorContract {
  private static final String START = event("messageStart", "{'role':'assistant'}");
  private static final String USAGE =
      event(
          "metadata",
          "{'usage':{'inputTokens':10,'outputTokens':5,'totalTokens':15},'metrics':{'latencyMs':9}}");
  private static final MessagesRequest REQUEST =
      RequestReader.read(
          "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"
              .getBytes(StandardCharsets.UTF_8));

  @Override
  protected Translator translator() {
    return new ConverseProvider(new ModelCatalogue())
        .translator(REQUEST, Deployment.of("m", "bedrock", "meta.llama3-3-70b-instruct-v1:0"));
  }

  @Override
  protected String text() {
    return textWithoutUsage() + USAGE;
  }

  @Override
  protected String textWithoutUsage() {
    return START
        + delta(0, "{'text':'Hello '}")
        + delta(0, "{'text':'there'}")
        + event("contentBlockStop", "{'contentBlockIndex':0}")
        + event("messageStop", "{'stopReason':'end_turn'}");
  }

  @Override
  protected String endOfText() {
    return "\"stopReason\":\"end_turn\"";
  }

  @Override
  protected String twoCalls() {
    return START
        + call(0, "a", "A")
        + call(1, "b", "B")
        + delta(0, "{'toolUse':{'input':'{\\\"x\\\"'}}")
        + delta(1, "{'toolUse':{'input':'{\\\"y\\\":'}}")
        + delta(0, "{'toolUse':{'input':':1}'}}")
        + delta(1, "{'toolUse':{'input':'2}'}}")
        + event("messageStop", "{'stopReason':'tool_use'}")
        + USAGE;
  }

  @Override
  protected String endOfCalls() {
    return "\"stopReason\":\"tool_use\"";
  }

  @Override
  protected String callWithoutInput() {
    return START + call(0, "a", "A") + event("messageStop", "{'stopReason':'tool_use'}") + USAGE;
  }

  @Override
  protected String errorInTheMiddle() {
    return START
        + delta(0, "{'text':'Hello'}")
        + event("modelStreamErrorException", "{'message':'it broke','originalStatusCode':500}");
  }

  private static String call(int index, String id, String name) {
    return event(
        "contentBlockStart",
        "{'contentBlockIndex':%d,'start':{'toolUse':{'toolUseId':'%s','name':'%s'}}}"
            .formatted(index, id, name));
  }

  private static String delta(int index, String delta) {
    return event(
        "contentBlockDelta", "{'contentBlockIndex':" + index + ",'delta':" + delta + ",'p':'ab'}");
  }

  private static String event(String name, String data) {
    return "event: " + name + "\ndata: " + data.replace('\'', '"') + "\n\n";
  }
}
