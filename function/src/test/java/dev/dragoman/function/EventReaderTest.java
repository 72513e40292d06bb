package dev.dragoman.function;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.http.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;

class EventReaderTest {
  private static Event read(String json) {
    return EventReader.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private static Request request(String json) {
    return assertInstanceOf(Event.Http.class, read(json)).request();
  }

  private static String path(String members) {
    return request("{'httpMethod': 'GET', " + members + "}").path();
  }

  @Test
  void theStageIsNoPartOfThePath() {
    assertEquals(
        "/v1/messages", path("'requestContext': {'stage': 'prod', 'path': '/prod/v1/messages'}"));
    assertEquals("/", path("'requestContext': {'stage': 'prod', 'path': '/prod'}"));
    assertEquals("/", path("'requestContext': {'stage': 'prod', 'path': '/prod/'}"));
    assertEquals("/production", path("'path': '/production', 'requestContext': {'stage': 'prod'}"));
    assertEquals("/v1/models", path("'path': '/v1/models', 'requestContext': {'stage': 'v'}"));
    String http = "'requestContext': {'stage': 'prod', 'http': {'method': 'GET', 'path': '/x'}}";
    assertEquals("/v1/models", request("{'rawPath': '/prod/v1/models', " + http + "}").path());
  }

  @Test
  void theBasePathOfADomainIsNoPartOfThePath() {
    assertEquals(
        "/v1/messages",
        path(
            "'resource': '/{proxy+}', 'path': '/ai/v1/messages', 'pathParameters': {'proxy':"
                + " 'v1/messages'}, 'requestContext': {'stage': 'prod', 'path': '/ai/v1/messages'}"));
    assertEquals("/", path("'resource': '/', 'path': '/ai'"));
    assertEquals(
        "/v1/models",
        request(
                "{'routeKey': 'GET /{proxy+}', 'rawPath': '/ai/v1/models', 'pathParameters':"
                    + " {'proxy': 'v1/models'}, 'requestContext': {'http': {'method': 'GET'}}}")
            .path());
  }

  @Test
  void whatIsAbsentOrNullIsEmpty() {
    for (String rest :
        List.of(
            "",
            ", 'headers': null, 'multiValueHeaders': null, 'queryStringParameters': null, 'body':"
                + " null, 'pathParameters': null, 'requestContext': null, 'path': null")) {
      Request request = request("{'httpMethod': 'GET'" + rest + "}");
      assertEquals("/", request.path());
      assertNull(request.query());
      assertTrue(request.headers().isEmpty());
      assertEquals(0, request.body().length);
    }
  }

  @Test
  void headersKeepAllTheirValuesAndLoseTheirCase() {
    Request rest =
        request(
            "{'httpMethod': 'GET', 'multiValueHeaders': {'X-A': ['1', '2'], 'X-B': ['3']}, 'headers':"
                + " {'X-A': '2', 'X-B': '3', 'X-C': '4'}}");
    assertEquals(List.of("1", "2"), rest.headers().all("x-a"));
    assertEquals(List.of("3"), rest.headers().all("X-b"));
    assertEquals("4", rest.headers().first("x-c"));
    Request url =
        request("{'requestContext': {'http': {'method': 'GET'}}, 'cookies': ['a=1', 'b=2']}");
    assertEquals("a=1; b=2", url.headers().first("Cookie"));
  }

  @Test
  void theQueryIsRaw() {
    assertEquals(
        "after=a%26b&x=1&x=2",
        request(
                "{'httpMethod': 'GET', 'queryStringParameters': {'after': 'a&b', 'x': '2'},"
                    + " 'multiValueQueryStringParameters': {'after': ['a&b'], 'x': ['1', '2']}}")
            .query());
    assertEquals("a=%26", request("{'httpMethod': 'GET', 'rawQueryString': 'a=%26'}").query());
    assertNull(request("{'httpMethod': 'GET', 'rawQueryString': ''}").query());
  }

  @Test
  void whatIsNoRequestIsSaidToBeNone() {
    assertInstanceOf(Event.Tick.class, read("{'source': 'aws.events', 'detail': {}}"));
    for (String json :
        List.of(
            "",
            "[]",
            "7",
            "{",
            "{'a': 1}",
            "{'source': 'aws.s3'}",
            "{'Records': [{'body': 'x'}]}",
            "{'httpMethod': {}}",
            "{'httpMethod': 'GET', 'headers': {'a b': 'c'}}",
            "{'httpMethod': 'POST', 'body': '***', 'isBase64Encoded': true}",
            "{'requestContext': {'http': null}}")) {
      assertInstanceOf(Event.Unknown.class, read(json), json);
    }
  }

  /** Any text, escaped in any way that JSON allows, comes out as its UTF-8. */
  @Test
  void bodiesSurviveEveryEscape() {
    Random random = new Random(1);
    JsonMapper plain = JsonMapper.builder().build();
    JsonMapper escaping =
        JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII, JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .build();
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(40); length > 0; length--) {
        text.appendCodePoint(
            switch (random.nextInt(4)) {
              case 0 -> random.nextInt(0x20);
              case 1 -> "\"\\/u'{}".charAt(random.nextInt(7));
              case 2 -> random.nextInt(0xD800);
              default -> 0x10000 + random.nextInt(0xFFFFF);
            });
      }
      byte[] expected = text.toString().getBytes(StandardCharsets.UTF_8);
      for (JsonMapper mapper : List.of(plain, escaping)) {
        String json = mapper.writeValueAsString(text.toString());
        byte[] event =
            ("{\"é\": 1, \"body\": " + json + ", \"httpMethod\": \"POST\"}")
                .getBytes(StandardCharsets.UTF_8);
        Event.Http http = assertInstanceOf(Event.Http.class, EventReader.read(event), json);
        assertArrayEquals(expected, http.request().body(), json);
      }
    }
  }

  @Test
  void halfASurrogatePairBecomesAQuestionMark() {
    for (String half : List.of("\\ud83d", "\\ud83dx", "\\ud83d\\n", "\\ude00")) {
      Request request = request("{'httpMethod': 'POST', 'body': '" + half + "'}");
      assertEquals('?', request.body()[0], half);
    }
  }
}
