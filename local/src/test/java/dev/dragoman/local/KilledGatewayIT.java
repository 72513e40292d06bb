package dev.dragoman.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.ChatScript;
import dev.dragoman.fixture.ScriptedChatServer;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.messages.Usage;
import dev.dragoman.store.SqliteStore;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the ledger after {@code kill -9}. */
final class KilledGatewayIT {
  private static final int KILLS = 5;
  private static final int CLIENTS = 8;
  private static final String REQUEST =
      """
      {"model": "gpt-4o", "max_tokens": 100, "stream": true,
       "messages": [{"role": "user", "content": "hello"}]}\
      """;

  @TempDir private Path folder;

  private static ChatScript answer() {
    return ChatScript.stream()
        .text("one ")
        .text("two")
        .finish("stop")
        .usage(1_200, 30, 1_024, 0)
        .done();
  }

  @Test
  void everyRequestWhoseAnswerEndedHasItsUsage() throws Exception {
    Random random = new Random(7);
    int finished = 0;
    try (ScriptedChatServer upstream = ScriptedChatServer.start(request -> answer())) {
      Path config = Configs.gpt4o(folder, upstream.baseUrl());
      for (int i = 0; i < KILLS; i++) {
        List<String> ids = finishedBeforeTheKill(config, 200 + random.nextInt(400));
        assertTrue(!ids.isEmpty(), "a kill before the first answer shows nothing");
        finished += ids.size();
        check(ids);
      }
    }
    System.out.println(
        finished + " requests had ended before " + KILLS + " kills; all are settled");
  }

  /** Asks from several sides until the kill, and returns the ids of the answers that ended. */
  private List<String> finishedBeforeTheKill(Path config, long millis) throws Exception {
    ConcurrentLinkedQueue<String> ids = new ConcurrentLinkedQueue<>();
    AtomicBoolean killed = new AtomicBoolean();
    try (GatewayProcess gateway =
            GatewayProcess.start(
                folder, Map.of("UPSTREAM_KEY", "sk-upstream"), "--config", config.toString());
        var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> asking = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        asking.add(clients.submit(() -> ask(gateway, ids, killed)));
      }
      while (ids.isEmpty()) {
        Thread.onSpinWait();
      }
      Thread.sleep(millis);
      killed.set(true);
      gateway.kill();
      for (Future<?> one : asking) {
        one.get();
      }
    }
    return List.copyOf(ids);
  }

  private static void ask(
      GatewayProcess gateway, ConcurrentLinkedQueue<String> ids, AtomicBoolean killed) {
    while (!killed.get()) {
      try {
        HttpResponse<String> answer = Http.post(gateway.baseUrl(), GatewayProcess.KEY, REQUEST);
        assertEquals(200, answer.statusCode(), answer.body());
        ids.add(answer.headers().firstValue("request-id").orElseThrow());
      } catch (IOException e) {
        // Cut by the kill: not a finished request.
        if (!killed.get()) {
          throw new AssertionError("cut before the kill", e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void check(List<String> ids) {
    try (SqliteStore store = SqliteStore.open(folder.resolve("data/dragoman.db"))) {
      for (String id : ids) {
        UsageRecord record = store.ledger().find(id).orElseThrow();
        assertEquals(UsageRecord.State.COMPLETED, record.state(), record::toString);
        assertEquals(Usage.Origin.REPORTED, record.usage().origin());
        assertEquals(176L, record.usage().input());
        assertEquals(30L, record.usage().output());
        assertEquals(1_024L, record.usage().cacheRead());
      }
    }
  }
}
