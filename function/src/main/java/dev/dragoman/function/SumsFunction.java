package dev.dragoman.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.dragoman.credential.Environment;
import dev.dragoman.json.Json;
import dev.dragoman.store.UsageStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The Lambda handler behind the stream of the usage table: adds to the daily sums what was settled.
 * A batch that fails is delivered again, whole or in parts, until its records leave the stream; in
 * the sums each counts once all the same. Its environment:
 *
 * <ul>
 *   <li>{@code DRAGOMAN_ACCOUNTS_TABLE}: the table of the sums
 *   <li>{@code DRAGOMAN_DYNAMODB_ENDPOINT}: an address that stands in for DynamoDB's own
 * </ul>
 */
public final class SumsFunction implements RequestStreamHandler {
  private static final String TABLE = "DRAGOMAN_ACCOUNTS_TABLE";

  private final UsageStream sums;

  /** The function as the environment of the process describes it. */
  public SumsFunction() {
    this(System::getenv);
    LogLines.install(System.out, false);
  }

  private SumsFunction(Environment environment) {
    this(stream(environment));
  }

  SumsFunction(UsageStream sums) {
    this.sums = sums;
  }

  private static UsageStream stream(Environment environment) {
    String table = environment.get(TABLE);
    if (table == null || table.isBlank()) {
      throw new IllegalArgumentException("set " + TABLE);
    }
    String endpoint = environment.get("DRAGOMAN_DYNAMODB_ENDPOINT");
    return UsageStream.open(
        environment.get("AWS_REGION"),
        endpoint == null || endpoint.isBlank() ? null : URI.create(endpoint),
        table);
  }

  /**
   * Answers with an empty state, without which a window's invocation counts as failed: what would
   * have to be carried from one to the next stands in the sums.
   */
  @Override
  public void handleRequest(InputStream in, OutputStream out, @Nullable Context context)
      throws IOException {
    StreamEvent event = StreamEvent.read(in.readAllBytes());
    if (!event.changes().isEmpty()) {
      if (event.shard() == null) {
        throw new IllegalArgumentException(
            "the event has no shardId: its source must have TumblingWindowInSeconds");
      }
      sums.add(event.shard(), event.changes());
    }
    out.write(
        Json.bytes(json -> {
          json.writeStartObject();
          json.writeObjectPropertyStart("state");
          json.writeEndObject();
          json.writeEndObject();
        }));
  }
}
