package dev.dragoman.function;

import dev.dragoman.json.Json;
import dev.dragoman.store.UsageStream.Change;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * What an event of the usage table's stream has for the sums, within a tumbling window: only such
 * an event names its shard. Of an image only the record's JSON is read; what has none, as the
 * removal of a record that has expired, changes no sum.
 *
 * @param shard null if the event names none
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html">Events of DynamoDB's
 *     streams</a>
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-windows.html">Tumbling
 *     windows</a>
 */
record StreamEvent(@Nullable String shard, List<Change> changes) {
  /** The event in {@code json}. */
  static StreamEvent read(byte[] json) {
    try (JsonParser in = Json.parser(json)) {
      return new Reader(in).event();
    } catch (JacksonException e) {
      throw new IllegalArgumentException("the event is not JSON", e);
    }
  }

  private static final class Reader {
    private final JsonParser in;
    private final List<Change> changes = new ArrayList<>();
    private @Nullable String shard;
    private @Nullable String sequence;
    private @Nullable String id;
    private @Nullable String before;
    private @Nullable String after;

    Reader(JsonParser in) {
      this.in = in;
    }

    StreamEvent event() {
      in.nextToken();
      members(name -> {
        switch (name) {
          case "shardId" -> shard = Json.string(in);
          case "Records" -> Json.objects(in, this::record);
          default -> in.skipChildren();
        }
      });
      return new StreamEvent(shard, List.copyOf(changes));
    }

    private void record() {
      sequence = null;
      id = null;
      before = null;
      after = null;
      members(name -> {
        if (name.equals("dynamodb")) {
          members(this::part);
        } else {
          in.skipChildren();
        }
      });
      if (after != null) {
        if (sequence == null) {
          throw new IllegalArgumentException("a change has no SequenceNumber");
        }
        changes.add(new Change(sequence, String.valueOf(id), before, after));
      }
    }

    private void part(String name) {
      switch (name) {
        case "SequenceNumber" -> sequence = Json.string(in);
        case "Keys" -> id = attribute("id");
        case "OldImage" -> before = attribute("doc");
        case "NewImage" -> after = attribute("doc");
        default -> in.skipChildren();
      }
    }

    /** A string of an image: {@code {"doc": {"S": "..."}}}. */
    private @Nullable String attribute(String wanted) {
      @Nullable String[] found = {null};
      members(name -> {
        if (name.equals(wanted)) {
          members(type -> {
            if (type.equals("S")) {
              found[0] = Json.string(in);
            } else {
              in.skipChildren();
            }
          });
        } else {
          in.skipChildren();
        }
      });
      return found[0];
    }

    /** Reads each member of the object that stands here; all else is passed over. */
    private void members(Member member) {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        in.skipChildren();
        return;
      }
      while (in.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = in.currentName();
        in.nextToken();
        member.read(name);
      }
    }

    /** Reads the value of a member of this name, whole. */
    private interface Member {
      void read(String name);
    }
  }
}
