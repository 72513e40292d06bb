package dev.dragoman.provider.responses;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.core.ObjectMappers;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseStreamEvent;
import dev.dragoman.fixture.upstream.Received;
import dev.dragoman.fixture.upstream.ResponsesForm;
import dev.dragoman.provider.golden.Golden;
import dev.dragoman.provider.golden.GoldenContract;
import dev.dragoman.wire.UpstreamRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The golden conversations of the Responses API, held against its rules and openai-java's types.
 */
class ResponsesGoldenTest extends GoldenContract {
  ResponsesGoldenTest() {
    super("responses");
  }

  @Override
  protected void assertTaken(UpstreamRequest upstream, Golden golden) {
    Received request =
        new Received(
            upstream.method(),
            upstream.uri().getPath(),
            Map.of(
                "authorization", List.of("Bearer sk-test"),
                "content-type", List.of("application/json")),
            upstream.body());
    assertEquals(List.of(), new ResponsesForm().violations(request));
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

  @Test
  void openAisOwnClientReadsTheAnswerInOneDocument() throws Exception {
    int documents = 0;
    for (Golden golden : Golden.all("responses")) {
      Path document = golden.folder().resolve("answer.json");
      if (Files.exists(document)) {
        documents++;
        var unused =
            ObjectMappers.jsonMapper()
                .readValue(Files.readAllBytes(document), Response.class)
                .validate();
      }
    }
    assertTrue(documents > 0);
  }
}
