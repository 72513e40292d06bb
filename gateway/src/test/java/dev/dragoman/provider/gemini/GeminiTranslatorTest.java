package dev.dragoman.provider.gemini;

import dev.dragoman.messages.MessagesRequest;
import dev.dragoman.messages.RequestReader;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.ModelCatalogue;
import dev.dragoman.provider.Translator;
import dev.dragoman.provider.TranslatorContract;
import java.nio.charset.StandardCharsets;

/** Gemini sends each call whole, so that none come in turns. */
class GeminiTranslatorTest extends TranslatorContract {
  private static final String USAGE =
      "\"usageMetadata\":{\"promptTokenCount\":10,\"candidatesTokenCount\":5}";
  private static final String END = "\"finishReason\":\"STOP\"";

  @Override
  protected Translator translator() {
    MessagesRequest request =
        RequestReader.read(
            """
            {"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": "x"}]}
            """
                .getBytes(StandardCharsets.UTF_8));
    return new GeminiProvider(new ModelCatalogue())
        .translator(request, Deployment.of("m", "gemini", "gemini-2.5-pro"));
  }

  @Override
  protected String text() {
    return part("{\"text\":\"Hello \"}") + part("{\"text\":\"there\"}") + end("," + USAGE);
  }

  @Override
  protected String endOfText() {
    return END;
  }

  @Override
  protected String twoCalls() {
    return part("{\"functionCall\":{\"name\":\"A\",\"args\":{\"x\":1}}}")
        + part("{\"functionCall\":{\"name\":\"B\",\"args\":{\"y\":2}}}")
        + end("," + USAGE);
  }

  @Override
  protected String endOfCalls() {
    return END;
  }

  @Override
  protected String callWithoutInput() {
    return part("{\"functionCall\":{\"name\":\"A\"}}") + end("");
  }

  @Override
  protected String textWithoutUsage() {
    return part("{\"text\":\"Hello there\"}") + end("");
  }

  @Override
  protected String errorInTheMiddle() {
    return part("{\"text\":\"Hello\"}")
        + "data: {\"error\":{\"code\":500,\"message\":\"it broke\",\"status\":\"INTERNAL\"}}\n\n";
  }

  private static String part(String part) {
    return "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":["
        + part
        + "]}}]}\n\n";
  }

  private static String end(String more) {
    return "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[]},"
        + END
        + "}]"
        + more
        + "}\n\n";
  }
}
