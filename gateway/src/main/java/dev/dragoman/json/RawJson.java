package dev.dragoman.json;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/**
 * A JSON value kept as the UTF-8 bytes it was sent in: a slice of the message it came with, neither
 * copied nor parsed again unless someone looks inside. Equal when the bytes are equal.
 */
public final class RawJson {
  private final byte[] bytes;
  private final int from;
  private final int to;

  /** The slice {@code from} (inclusive) to {@code to} (exclusive) of bytes that hold one value. */
  public RawJson(byte[] bytes, int from, int to) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
  }

  /** The value written in {@code json}, which must be well-formed. */
  public static RawJson of(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return new RawJson(bytes, 0, bytes.length);
  }

  /** A fresh parser, before the first token. */
  public JsonParser parser() {
    return Json.parser(bytes, from, to - from);
  }

  /** A fresh parser over what begins {@code start} bytes into the value. */
  public JsonParser from(int start) {
    return Json.parser(bytes, from + start, to - from - start);
  }

  /** Writes the bytes as they are, as one value. */
  public void writeTo(JsonGenerator out) {
    out.writeRawValue(new Utf8Slice(bytes, from, to - from));
  }

  /** Adds the bytes {@code start} (inclusive) to {@code end} (exclusive) of the value. */
  public void copyTo(ByteArrayOutputStream out, int start, int end) {
    out.write(bytes, from + start, end - start);
  }

  /** The length in bytes. */
  public int length() {
    return to - from;
  }

  /** Whether the value is an object. */
  public boolean isObject() {
    return from < to && bytes[from] == '{';
  }

  /** Whether the value is {@code null}. */
  public boolean isNull() {
    return to - from == 4 && bytes[from] == 'n';
  }

  /** The part of this value that a parser made by {@link #parser()} stands on, whole. */
  public RawJson slice(JsonParser parser) {
    return Json.slice(parser, bytes, from);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RawJson raw
        && Arrays.equals(bytes, from, to, raw.bytes, raw.from, raw.to);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash;
  }

  /** The JSON text. */
  @Override
  public String toString() {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
