package dev.dragoman.function;

import dev.dragoman.http.Responder;
import dev.dragoman.json.Json;
import dev.dragoman.wire.Headers;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/**
 * The answer to one HTTP event: as a JSON prelude, eight NUL bytes and the body as it comes where
 * the runtime streams, else as one JSON document.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html">Response
 *     streaming of REST APIs</a>
 */
final class EventResponder implements Responder {
  private static final byte[] DELIMITER = new byte[8];

  private final OutputStream out;
  private final boolean streaming;
  private final boolean multiValue;
  private boolean begun;
  private boolean ended;

  /**
   * @param multiValue whether headers may be named under {@code multiValueHeaders}
   */
  EventResponder(OutputStream out, boolean streaming, boolean multiValue) {
    this.out = out;
    this.streaming = streaming;
    this.multiValue = multiValue;
  }

  boolean begun() {
    return begun;
  }

  boolean ended() {
    return ended;
  }

  @Override
  public OutputStream begin(int status, Headers headers) throws IOException {
    if (begun) {
      throw new IllegalStateException("an answer has begun already");
    }
    begun = true;
    if (!streaming) {
      return new Document(status, headers);
    }
    out.write(
        Json.bytes(json -> {
          json.writeStartObject();
          head(status, headers, json);
          json.writeEndObject();
        }));
    out.write(DELIMITER);
    return new Body();
  }

  private void head(int status, Headers headers, JsonGenerator json) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    headers.forEach((name, value) -> field(name.toLowerCase(Locale.ROOT), headers, fields));
    List<String> cookies = multiValue ? List.of() : headers.all("set-cookie");
    if (!multiValue) {
      fields.remove("set-cookie");
    }
    json.writeNumberProperty("statusCode", status);
    json.writeObjectPropertyStart("headers");
    fields.forEach((name, values) -> {
      if (values.size() == 1 || !multiValue) {
        json.writeStringProperty(name, String.join(", ", values));
      }
    });
    json.writeEndObject();
    if (multiValue && fields.values().stream().anyMatch(values -> values.size() > 1)) {
      json.writeObjectPropertyStart("multiValueHeaders");
      fields.forEach((name, values) -> {
        if (values.size() > 1) {
          list(name, values, json);
        }
      });
      json.writeEndObject();
    }
    if (!cookies.isEmpty()) {
      list("cookies", cookies, json);
    }
  }

  /** Lengths and connections are the platform's own. */
  private static void field(String name, Headers headers, Map<String, List<String>> fields) {
    switch (name) {
      case "connection", "content-length", "keep-alive", "transfer-encoding", "upgrade" -> {}
      default -> fields.put(name, headers.all(name));
    }
  }

  private static void list(String name, List<String> values, JsonGenerator json) {
    json.writeArrayPropertyStart(name);
    values.forEach(json::writeString);
    json.writeEndArray();
  }

  /** A streamed body; the runtime ends the answer when the handler returns. */
  private final class Body extends FilterOutputStream {
    Body() {
      super(EventResponder.this.out);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      out.flush();
      ended = true;
    }
  }

  /** A body that is gathered, and sent with its head when it is closed. */
  private final class Document extends ByteArrayOutputStream {
    private final int status;
    private final Headers headers;

    Document(int status, Headers headers) {
      super(1024);
      this.status = status;
      this.headers = headers;
    }

    @Override
    public void close() throws IOException {
      if (ended) {
        return;
      }
      boolean text = isText();
      JsonGenerator json = Json.generator(out);
      json.writeStartObject();
      head(status, headers, json);
      json.writeName("body");
      if (text) {
        json.writeUTF8String(buf, 0, count);
      } else {
        json.writeBinary(buf, 0, count);
      }
      json.writeBooleanProperty("isBase64Encoded", !text);
      json.writeEndObject();
      json.close();
      out.flush();
      ended = true;
    }

    private boolean isText() {
      try {
        var _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(buf, 0, count));
        return true;
      } catch (CharacterCodingException e) {
        return false;
      }
    }
  }
}
