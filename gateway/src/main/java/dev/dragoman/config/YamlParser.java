package dev.dragoman.config;

import dev.dragoman.config.YamlValue.Entry;
import dev.dragoman.config.YamlValue.Kind;
import dev.dragoman.config.YamlValue.Mapping;
import dev.dragoman.config.YamlValue.Scalar;
import dev.dragoman.config.YamlValue.Sequence;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * YAML 1.1 text made a tree of values with their places. The text may have 4 MiB and be 64 deep;
 * what aliases multiply is counted and bounded; tags that would build objects are faults.
 */
final class YamlParser {
  private static final int MAX_BYTES = 4 << 20;
  private static final int MAX_DEPTH = 64;

  /** What the tree may cost: {@link #NODE_COST} a node and one for each character. */
  private static final long MAX_COST = 32L << 20;

  private static final int NODE_COST = 64;

  private final FaultList faults;
  private long cost;

  private YamlParser(FaultList faults) {
    this.faults = faults;
  }

  /**
   * The tree; null when the text holds nothing.
   *
   * @throws ConfigFaults when the text is not YAML or too large; lesser faults go to {@code faults}
   */
  static @Nullable YamlValue parse(String text, FaultList faults) {
    String content = text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (content.length() > MAX_BYTES
        || content.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw faults.last(Position.START, Path.ROOT, "the file is larger than 4 MiB");
    }
    Node root = compose(content, faults);
    return root == null ? null : new YamlParser(faults).value(root, Path.ROOT, 0);
  }

  private static @Nullable Node compose(String text, FaultList faults) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_BYTES);
    options.setNestingDepthLimit(MAX_DEPTH);
    options.setMaxAliasesForCollections(10_000);
    try {
      return new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      Position at = e.getProblemMark() != null ? Position.of(e.getProblemMark()) : Position.START;
      throw faults.last(at, Path.ROOT, YamlProblem.explained(e.getProblem()));
    } catch (NumberFormatException _) {
      // SnakeYAML's own, for an escape such as "\\u" with no digits behind it.
      throw faults.last(
          Position.START, Path.ROOT, "an escape in double quotes lacks its hexadecimal digits");
    } catch (ReaderException _) {
      throw faults.last(
          Position.at(text, forbidden(text)),
          Path.ROOT,
          "a character that YAML does not allow; write it as an escape in double quotes");
    } catch (YAMLException e) {
      throw faults.last(Position.START, Path.ROOT, YamlProblem.explained(e.getMessage()));
    }
  }

  /** Where the first character stands that YAML forbids; the parser knows it only by its buffer. */
  private static int forbidden(String text) {
    int at = 0;
    while (at < text.length() && StreamReader.isPrintable(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at;
  }

  private YamlValue value(Node node, Path path, int depth) {
    Position at = Position.of(node.getStartMark());
    if (depth > MAX_DEPTH) {
      throw faults.last(at, Path.ROOT, "lies more than 64 levels deep, or inside itself");
    }
    charge(at, NODE_COST);
    return switch (node) {
      case ScalarNode scalar -> scalar(scalar, at, path);
      case SequenceNode sequence -> sequence(sequence, at, path, depth);
      case MappingNode mapping -> mapping(mapping, at, path, depth);
      default -> throw faults.last(at, path, "is not a value");
    };
  }

  private void charge(Position at, int more) {
    cost += more;
    if (cost > MAX_COST) {
      throw faults.last(at, Path.ROOT, "the file comes to too many values; use fewer aliases");
    }
  }

  private Scalar scalar(ScalarNode node, Position at, Path path) {
    String text = node.getValue();
    charge(at, text.length());
    if (holdsHalfACharacter(text)) {
      faults.add(at, path, "holds half of a character");
      return Scalar.text(at, "");
    }
    Tag tag = node.getTag();
    if (tag.equals(Tag.NULL)) {
      return new Scalar(at, Kind.NULL, text, null);
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      BigDecimal number = YamlNumber.plain(text);
      return number == null ? Scalar.text(at, text) : new Scalar(at, Kind.NUMBER, text, number);
    }
    Scalar scalar = Scalar.text(at, text);
    if (tag.equals(Tag.BOOL)) {
      return scalar.flag() == null ? scalar : new Scalar(at, Kind.BOOLEAN, text, null);
    }
    if (!tag.equals(Tag.STR)
        && !tag.equals(Tag.TIMESTAMP)
        && !tag.getValue().equals(Tag.PREFIX + "value")
        && !tag.equals(Tag.MERGE)) {
      faults.add(at, path, "has a tag that means nothing here; remove it");
    }
    return scalar;
  }

  /** An escape such as {@code "\\uD800"} makes a lone surrogate, which no JSON can carry. */
  private static boolean holdsHalfACharacter(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        int codePoint = text.codePointAt(i);
        if (!Character.isSupplementaryCodePoint(codePoint)) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  private Sequence sequence(SequenceNode node, Position at, Path path, int depth) {
    plainTag(node, Tag.SEQ, at, path);
    List<YamlValue> items = new ArrayList<>();
    for (Node item : node.getValue()) {
      items.add(value(item, path.index(items.size()), depth + 1));
    }
    return new Sequence(at, items);
  }

  private Mapping mapping(MappingNode node, Position at, Path path, int depth) {
    plainTag(node, Tag.MAP, at, path);
    SequencedMap<String, Entry> entries = new LinkedHashMap<>();
    List<Node> merges = new ArrayList<>();
    for (NodeTuple tuple : node.getValue()) {
      Position keyAt = Position.of(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode keyNode)) {
        faults.add(keyAt, path, "has a key that is not plain text");
      } else if (keyNode.getTag().equals(Tag.MERGE)) {
        merges.add(tuple.getValueNode());
      } else {
        String key = scalar(keyNode, keyAt, path).text();
        Path inner = path.key(key);
        Entry entry = new Entry(keyAt, value(tuple.getValueNode(), inner, depth + 1));
        Entry first = entries.putIfAbsent(key, entry);
        if (first != null) {
          faults.add(keyAt, inner, "is here twice; the first is in line " + first.keyAt().line());
        }
      }
    }
    merges.forEach(merged -> merge(merged, entries, path, depth));
    return new Mapping(at, entries);
  }

  private void merge(Node merged, SequencedMap<String, Entry> into, Path path, int depth) {
    YamlValue value = value(merged, path, depth + 1);
    List<YamlValue> sources = value instanceof Sequence list ? list.items() : List.of(value);
    for (YamlValue source : sources) {
      if (source instanceof Mapping mapping) {
        mapping.entries().forEach(into::putIfAbsent);
      } else {
        faults.add(source.at(), path, "\"<<\" must name a mapping or a list of mappings");
      }
    }
  }

  private void plainTag(Node node, Tag plain, Position at, Path path) {
    if (!node.getTag().equals(plain)) {
      faults.add(at, path, "has a tag that means nothing here; remove it");
    }
  }
}
