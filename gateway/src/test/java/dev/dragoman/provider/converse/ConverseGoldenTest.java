package dev.dragoman.provider.converse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.dragoman.fixture.upstream.ConverseRules;
import dev.dragoman.fixture.upstream.ConverseStream;
import dev.dragoman.fixture.upstream.ConverseTypes;
import dev.dragoman.provider.Bedrock;
import dev.dragoman.provider.golden.Golden;
import dev.dragoman.provider.golden.GoldenContract;
import dev.dragoman.wire.UpstreamRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The golden conversations of Converse. */
class ConverseGoldenTest extends GoldenContract {
  ConverseGoldenTest() {
    super("converse");
  }

  @TestFactory
  Stream<DynamicTest> theSdkReadsWhatCameWhole() throws Exception {
    return Golden.all("converse").stream()
        .map(golden -> golden.folder().resolve("answer.json"))
        .filter(Files::exists)
        .map(file ->
            DynamicTest.dynamicTest(
                Objects.requireNonNull(file.getParent()).getFileName().toString(),
                () -> {
                  JsonNode body = JsonMapper.shared().readTree(Files.readAllBytes(file));
                  assertNotNull(ConverseTypes.response(body).stopReason());
                }));
  }

  /** By the AWS SDK's types and by the rules of Bedrock and of the model. */
  @Override
  protected void assertTaken(UpstreamRequest upstream, Golden golden) throws IOException {
    String model = Bedrock.modelId(golden.target()) + " " + golden.target().baseModel();
    assertEquals(
        List.of(),
        ConverseRules.check(
            model, method(upstream), JsonMapper.shared().readTree(upstream.body())));
  }

  private static String method(UpstreamRequest upstream) {
    return upstream.uri().getRawPath().replaceFirst(".*/", "");
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
