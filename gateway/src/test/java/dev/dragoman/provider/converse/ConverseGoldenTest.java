package dev.dragoman.provider.converse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dragoman.fixture.upstream.ConverseRules;
import dev.dragoman.fixture.upstream.ConverseStream;
import dev.dragoman.provider.Bedrock;
import dev.dragoman.provider.golden.Golden;
import dev.dragoman.provider.golden.GoldenContract;
import dev.dragoman.wire.UpstreamRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import tools.jackson.databind.json.JsonMapper;

/** The golden conversations of Converse. */
class ConverseGoldenTest extends GoldenContract {
  ConverseGoldenTest() {
    super("converse");
  }

  /** By the AWS SDK's types and by the rules of Bedrock and of the model. */
  @Override
  protected void assertTaken(UpstreamRequest upstream, Golden golden) throws IOException {
    String model = Bedrock.modelId(golden.target()) + " " + golden.target().baseModel();
    assertEquals(
        List.of(), ConverseRules.check(model, JsonMapper.shared().readTree(upstream.body())));
  }

  /** By the AWS SDK's own client, which throws the exceptions of a stream. */
  @Override
  protected void assertReadable(byte[] stream, Golden golden) {
    String text = new String(stream, StandardCharsets.ISO_8859_1);
    if (text.contains("exception-type")) {
      assertThrows(AwsServiceException.class, () -> ConverseStream.read(stream));
    } else if (!text.contains(":error-code")) {
      assertFalse(ConverseStream.read(stream).isEmpty());
    }
  }
}
