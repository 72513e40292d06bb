package dev.dragoman.fuzz;

import dev.dragoman.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.random.RandomGenerator;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Damage to JSON that mostly leaves it JSON: other types, members twice, elsewhere or gone. */
final class JsonDamage {
  /** Values that are legal, and that nobody asked for. */
  private static final List<byte[]> ODD =
      List.of(
          bytes("null"),
          bytes("true"),
          bytes("0"),
          bytes("-1"),
          bytes("1.5"),
          bytes("1e999"),
          bytes("2147483648"),
          bytes("9223372036854775807"),
          bytes("99999999999999999999"),
          bytes("7".repeat(1_500)),
          bytes("\"\""),
          bytes("\" \""),
          bytes("\"\\ud83d\""),
          bytes("\"\\ude00\\ud83d x\""),
          bytes("\"a\\u0000b\\r\\n\""),
          bytes("\"error\""),
          bytes("\"" + "\uD83D\uDE00".repeat(1_100) + "\""),
          bytes("[]"),
          bytes("{}"),
          bytes("[null]"),
          bytes("[[],{},7]"),
          bytes("{\"\":null}"),
          bytes("{\"\\ud83d\":7}"),
          bytes("{\"type\":\"text\"}"),
          bytes("{\"type\":[]}"),
          bytes("[".repeat(150) + "]".repeat(150)),
          bytes("{\"a\":".repeat(90) + "7" + "}".repeat(90)),
          bytes("[".repeat(1_000) + "]".repeat(1_000)),
          bytes("[".repeat(5_000)),
          bytes("\"\\u00"),
          new byte[] {(byte) '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, (byte) '"'},
          new byte[] {(byte) '"', (byte) 0xF0, (byte) 0x9F, (byte) '"'});

  private JsonDamage() {}

  /**
   * A value.
   *
   * @param member where its name begins; -1 if it has none
   */
  private record Span(int start, int end, int member) {
    int from() {
      return member < 0 ? start : member;
    }

    byte[] of(byte[] json) {
      return Arrays.copyOfRange(json, start, end);
    }

    byte[] whole(byte[] json) {
      return Arrays.copyOfRange(json, from(), end);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** {@code json} with one thing wrong, perhaps with a value of {@code other}'s. */
  static byte[] once(byte[] json, byte[] other, RandomGenerator random) {
    List<Span> spans = spans(json);
    if (spans.isEmpty()) {
      return ByteDamage.once(json, random);
    }
    Span span = spans.get(random.nextInt(spans.size()));
    return switch (random.nextInt(10)) {
      case 0 -> without(json, span);
      case 1 -> repeated(json, span, 1 + random.nextInt(3));
      case 2 -> {
        byte[] odd = ODD.get(random.nextInt(ODD.size()));
        byte[] twice = join(Arrays.copyOfRange(json, span.from(), span.start()), odd);
        yield ByteDamage.splice(json, span.end(), span.end(), join(bytes(","), twice));
      }
      case 3 -> {
        Span from = spans.get(random.nextInt(spans.size()));
        yield ByteDamage.splice(json, span.start(), span.end(), from.of(json));
      }
      case 4 -> {
        List<Span> others = spans(other);
        byte[] value =
            others.isEmpty() ? bytes("7") : others.get(random.nextInt(others.size())).of(other);
        yield ByteDamage.splice(json, span.start(), span.end(), value);
      }
      case 5 -> {
        Span from = spans.get(random.nextInt(spans.size()));
        yield ByteDamage.splice(json, span.end(), span.end(), join(bytes(","), from.whole(json)));
      }
      case 6 -> wrapped(json, span, random);
      default ->
          ByteDamage.splice(json, span.start(), span.end(), ODD.get(random.nextInt(ODD.size())));
    };
  }

  /** As text of JSON, in a list, or in an object. */
  private static byte[] wrapped(byte[] json, Span span, RandomGenerator random) {
    byte[] value = span.of(json);
    byte[] wrapped =
        switch (random.nextInt(3)) {
          case 0 ->
              Json.bytes(out -> out.writeString(new String(value, StandardCharsets.ISO_8859_1)));
          case 1 -> join(bytes("["), join(value, bytes("]")));
          default -> join(bytes("{\"text\":"), join(value, bytes("}")));
        };
    return ByteDamage.splice(json, span.start(), span.end(), wrapped);
  }

  private static byte[] repeated(byte[] json, Span span, int times) {
    byte[] again = join(bytes(","), span.whole(json));
    byte[] all = new byte[0];
    for (int i = 0; i < times; i++) {
      all = join(all, again);
    }
    return ByteDamage.splice(json, span.end(), span.end(), all);
  }

  /** Without a value, its name, and the comma behind or before it. */
  private static byte[] without(byte[] json, Span span) {
    int from = span.from();
    int to = span.end();
    if (to < json.length && json[to] == ',') {
      to++;
    } else if (from > 0 && json[from - 1] == ',') {
      from--;
    }
    return ByteDamage.splice(json, from, to, new byte[0]);
  }

  private static byte[] join(byte[] one, byte[] two) {
    return ByteDamage.splice(one, one.length, one.length, two);
  }

  /** All values, those inside before those around them, as far as this can be read. */
  private static List<Span> spans(byte[] json) {
    List<Span> spans = new ArrayList<>();
    Deque<int[]> open = new ArrayDeque<>();
    int name = -1;
    try (JsonParser in = Json.parser(json)) {
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        int at = (int) in.currentTokenLocation().getByteOffset();
        if (token == JsonToken.PROPERTY_NAME) {
          name = at;
          continue;
        }
        if (token.isStructStart()) {
          open.push(new int[] {at, name});
        } else if (token.isStructEnd()) {
          int[] begun = open.pop();
          spans.add(new Span(begun[0], at + 1, begun[1]));
        } else {
          in.finishToken();
          spans.add(new Span(at, (int) in.currentLocation().getByteOffset(), name));
        }
        name = -1;
      }
    } catch (JacksonException e) {
      return spans;
    }
    return spans;
  }
}
