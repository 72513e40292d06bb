package dev.dragoman.provider.responses;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.openai.core.ObjectMappers;
import com.openai.models.ChatModel;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import dev.dragoman.provider.golden.Golden;
import dev.dragoman.provider.golden.GoldenContract;
import dev.dragoman.wire.UpstreamRequest;
import java.io.IOException;

/** The golden conversations of the Responses API, held against the types of openai-java. */
class ResponsesGoldenTest extends GoldenContract {
  ResponsesGoldenTest() {
    super("responses");
  }

  @Override
  @SuppressWarnings("deprecation") // any model that is in the enumeration will do
  protected void assertTaken(UpstreamRequest upstream, Golden golden) throws IOException {
    ResponseCreateParams.Body read =
        ObjectMappers.jsonMapper().readValue(upstream.body(), ResponseCreateParams.Body.class);
    var unused = read.toBuilder().model(ChatModel.GPT_4O).build().validate();
  }

  @Override
  protected void assertReadable(byte[] stream, Golden golden) throws IOException {
    for (String line : new String(stream, UTF_8).lines().toList()) {
      if (line.startsWith("data: ")) {
        var unused =
            ObjectMappers.jsonMapper()
                .readValue(line.substring(6), ResponseStreamEvent.class)
                .validate();
      }
    }
  }
}
