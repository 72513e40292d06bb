package dev.dragoman.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/** The stream of a table in DynamoDB Local, from its beginning. */
public final class LocalStream implements AutoCloseable {
  private final LocalDynamo dynamo;
  private final String table;
  private final DynamoDbStreamsClient client;

  public LocalStream(LocalDynamo dynamo, String table) {
    this.dynamo = dynamo;
    this.table = table;
    this.client =
        DynamoDbStreamsClient.builder()
            .endpointOverride(dynamo.endpoint())
            .region(Region.of(LocalDynamo.REGION))
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
            .httpClient(UrlConnectionHttpClient.create())
            .build();
  }

  /** All that each shard has so far. */
  public Map<String, List<Record>> shards() {
    String stream =
        dynamo
            .client()
            .describeTable(request -> request.tableName(table))
            .table()
            .latestStreamArn();
    Map<String, List<Record>> shards = new LinkedHashMap<>();
    for (Shard shard :
        client.describeStream(request -> request.streamArn(stream)).streamDescription().shards()) {
      String begin =
          client
              .getShardIterator(request ->
                  request
                      .streamArn(stream)
                      .shardId(shard.shardId())
                      .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
              .shardIterator();
      shards.put(shard.shardId(), records(begin));
    }
    return shards;
  }

  private List<Record> records(String begin) {
    List<Record> records = new ArrayList<>();
    @Nullable String next = begin;
    while (next != null) {
      String at = next;
      var page = client.getRecords(request -> request.shardIterator(at).limit(1_000));
      records.addAll(page.records());
      next = page.records().isEmpty() ? null : page.nextShardIterator();
    }
    return records;
  }

  @Override
  public void close() {
    client.close();
  }
}
