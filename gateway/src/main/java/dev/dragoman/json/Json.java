package dev.dragoman.json;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/** The one JSON factory: UTF-8 in and out, depth and string length bounded. */
public final class Json {
  /** The longest string a message may hold, in characters: a base64 file as large as any body. */
  private static final int MAX_STRING = 64 << 20;

  private static final int MAX_DEPTH = 200;

  /** Sums of a few counts fit a long, and each is exact wherever numbers are doubles. */
  private static final long MAX_COUNT = 1L << 53;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(MAX_STRING)
                  .maxNestingDepth(MAX_DEPTH)
                  .build())
          .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
          .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
          .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
          .rootValueSeparator((String) null)
          .build();

  private Json() {}

  /** A parser over a slice of UTF-8 bytes, before the first token. */
  public static JsonParser parser(byte[] bytes, int from, int length) {
    return FACTORY.createParser(ObjectReadContext.empty(), bytes, from, length);
  }

  /** A parser over UTF-8 bytes, before the first token. */
  public static JsonParser parser(byte[] bytes) {
    return parser(bytes, 0, bytes.length);
  }

  /** A generator of UTF-8 into {@code out}, which it neither flushes nor closes. */
  public static JsonGenerator generator(OutputStream out) {
    return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
  }

  /** The bytes that {@code writing} generates. */
  public static byte[] bytes(Consumer<JsonGenerator> writing) {
    return bytes(1024, writing);
  }

  /** The bytes that {@code writing} generates, about {@code expected} of them. */
  public static byte[] bytes(int expected, Consumer<JsonGenerator> writing) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(expected);
    try (JsonGenerator generator = generator(out)) {
      writing.accept(generator);
    }
    return out.toByteArray();
  }

  /** The text that {@code writing} generates. */
  public static String text(Consumer<JsonGenerator> writing) {
    return new String(bytes(writing), StandardCharsets.UTF_8);
  }

  /**
   * The name of the first field of the object that {@code parser} stands on; null, with the value
   * passed over, if it is no object or an empty one.
   */
  public static @Nullable String firstName(JsonParser parser) {
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      return parser.nextName();
    }
    parser.skipChildren();
    return null;
  }

  /** The string that {@code parser} stands on; empty for anything else, which is passed over. */
  public static String string(JsonParser parser) {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return parser.getString();
    }
    parser.skipChildren();
    return "";
  }

  /**
   * The count that {@code parser} stands on, a whole number from 0 to 2^53; null for anything else,
   * which is passed over.
   */
  public static @Nullable Long count(JsonParser parser) {
    if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
      long count = parser.getLongValue();
      return count >= 0 && count <= MAX_COUNT ? count : null;
    }
    parser.skipChildren();
    return null;
  }

  /** Reads each object of the array that {@code parser} stands on; all else is passed over. */
  public static void objects(JsonParser parser, Runnable reading) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        reading.run();
      } else {
        parser.skipChildren();
      }
    }
  }

  /** The fields of an object in their order, each as it stands there. */
  public static Map<String, RawJson> fields(RawJson object) {
    Map<String, RawJson> fields = new LinkedHashMap<>();
    try (JsonParser in = object.parser()) {
      in.nextToken();
      for (String name = firstName(in); name != null; name = in.nextName()) {
        in.nextToken();
        fields.put(name, object.slice(in));
      }
    }
    return fields;
  }

  /**
   * The whole value that {@code parser} stands on the first token of, as a slice of {@code bytes};
   * the parser is left on its last token.
   *
   * @param base where in {@code bytes} the parser began
   */
  public static RawJson slice(JsonParser parser, byte[] bytes, int base) {
    int start = base + (int) parser.currentTokenLocation().getByteOffset();
    JsonToken token = parser.currentToken();
    if (token != null && token.isStructStart()) {
      parser.skipChildren();
    } else {
      parser.finishToken();
    }
    return new RawJson(bytes, start, base + (int) parser.currentLocation().getByteOffset());
  }
}
