package dev.dragoman.wire;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of one message: immutable, in order, names compared without case and kept as
 * they were written.
 *
 * <p>A name must be a token and a value may hold neither CR, LF nor NUL (RFC 9110, 5.1 and 5.5);
 * anything else is refused with an {@link IllegalArgumentException}. On a wire a value is
 * ISO-8859-1, and a character beyond that is sent as a question mark. {@link #toString} tells names
 * only, since values may be credentials.
 */
public final class Headers {
  public static final Headers EMPTY = new Headers(new String[0]);

  /** Names at even places, the value of each right after it. */
  private final String[] fields;

  private Headers(String[] fields) {
    this.fields = fields;
  }

  /** The fields named, as name, value, name, value and so on. */
  public static Headers of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a header name without a value");
    }
    Builder builder = builder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      builder.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return builder.build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** The value of the first field of that name. */
  public @Nullable String first(String name) {
    for (int i = 0; i < fields.length; i += 2) {
      if (fields[i].equalsIgnoreCase(name)) {
        return fields[i + 1];
      }
    }
    return null;
  }

  /** The values of all fields of that name, in order; not split at commas. */
  public List<String> all(String name) {
    List<String> values = new ArrayList<>(1);
    for (int i = 0; i < fields.length; i += 2) {
      if (fields[i].equalsIgnoreCase(name)) {
        values.add(fields[i + 1]);
      }
    }
    return List.copyOf(values);
  }

  public boolean contains(String name) {
    return first(name) != null;
  }

  /** Whether a comma-separated field of that name lists that token, compared without case. */
  public boolean lists(String name, String token) {
    for (int i = 0; i < fields.length; i += 2) {
      if (fields[i].equalsIgnoreCase(name)) {
        for (String part : fields[i + 1].split(",", -1)) {
          if (part.strip().equalsIgnoreCase(token)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** These fields with one value for that name, at the place of the first it replaces or last. */
  public Headers with(String name, String value) {
    Builder builder = new Builder();
    boolean placed = false;
    for (int i = 0; i < fields.length; i += 2) {
      if (!fields[i].equalsIgnoreCase(name)) {
        builder.addChecked(fields[i], fields[i + 1]);
      } else if (!placed) {
        builder.add(name, value);
        placed = true;
      }
    }
    return placed ? builder.build() : builder.add(name, value).build();
  }

  /** These fields and one more, whether or not there is one of that name. */
  public Headers plus(String name, String value) {
    String[] more = Arrays.copyOf(fields, fields.length + 2);
    more[fields.length] = checkedName(name);
    more[fields.length + 1] = checkedValue(name, value);
    return new Headers(more);
  }

  /** These fields but those of that name. */
  public Headers without(String name) {
    if (!contains(name)) {
      return this;
    }
    Builder builder = new Builder();
    for (int i = 0; i < fields.length; i += 2) {
      if (!fields[i].equalsIgnoreCase(name)) {
        builder.addChecked(fields[i], fields[i + 1]);
      }
    }
    return builder.build();
  }

  /** Tells each field's name and value, in order. */
  public void forEach(BiConsumer<? super String, ? super String> each) {
    for (int i = 0; i < fields.length; i += 2) {
      each.accept(fields[i], fields[i + 1]);
    }
  }

  /** How many fields there are, each of a repeated name counted. */
  public int size() {
    return fields.length / 2;
  }

  public boolean isEmpty() {
    return fields.length == 0;
  }

  /** Whether both hold the same values under the same names, in the same order. */
  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof Headers that) || that.fields.length != fields.length) {
      return false;
    }
    for (int i = 0; i < fields.length; i += 2) {
      if (!fields[i].equalsIgnoreCase(that.fields[i])
          || !fields[i + 1].equals(that.fields[i + 1])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < fields.length; i += 2) {
      hash = 31 * hash + fields[i].toLowerCase(Locale.ROOT).hashCode();
      hash = 31 * hash + fields[i + 1].hashCode();
    }
    return hash;
  }

  @Override
  public String toString() {
    StringBuilder names = new StringBuilder("Headers[");
    for (int i = 0; i < fields.length; i += 2) {
      names.append(i == 0 ? "" : ", ").append(fields[i]);
    }
    return names.append(']').toString();
  }

  /** Whether this is a token of RFC 9110, 5.6.2, as names and methods are. */
  static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!Ascii.isTokenCharacter(text.charAt(i))) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static String checkedName(String name) {
    if (!isToken(name)) {
      throw new IllegalArgumentException("not a header name");
    }
    return name;
  }

  private static String checkedValue(String name, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\r' || c == '\n' || c == 0) {
        throw new IllegalArgumentException("a line break or NUL in the value of " + name);
      }
    }
    return value;
  }

  /** Fields being gathered; not for use by several threads. */
  public static final class Builder {
    private String[] fields = new String[32];
    private int length;

    private Builder() {}

    public Builder add(String name, String value) {
      return addChecked(checkedName(name), checkedValue(name, value));
    }

    public Builder addAll(Headers headers) {
      headers.forEach(this::addChecked);
      return this;
    }

    public Headers build() {
      return length == 0 ? EMPTY : new Headers(Arrays.copyOf(fields, length));
    }

    Builder addChecked(String name, String value) {
      if (length == fields.length) {
        fields = Arrays.copyOf(fields, 2 * length);
      }
      fields[length++] = name;
      fields[length++] = value;
      return this;
    }
  }
}
