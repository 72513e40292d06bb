package dev.dragoman.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.doctor.AbleModel;
import dev.dragoman.fixture.upstream.ChatForm;
import dev.dragoman.fixture.upstream.ModelAnswer;
import dev.dragoman.fixture.upstream.ScriptedUpstream;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.store.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code ./dragoman doctor}, as a process of its own. */
final class DoctorIT {
  @TempDir private Path folder;

  /** What a run printed, and its status. */
  private record Run(int status, String out, String err) {
    JsonNode json() {
      return JsonMapper.shared().readTree(out);
    }

    @Override
    public String toString() {
      return "status " + status + "\n" + out + err;
    }
  }

  @Test
  void theDemoModelIsAskedWithoutAnyConfigurationAndCostsNothing() throws Exception {
    Run run = run("demo");
    assertTrue(run.out().startsWith("\ndemo -> demo/demo at http://demo.invalid/v1\n"), run::out);
    assertTrue(run.out().matches("(?s).*\ntext +holds .* \\$0\\.000000 .*"), run::out);
    assertTrue(run.out().matches("(?s).*\ntool call +holds .*"), run::out);
    assertTrue(run.out().matches("(?s).*\nimage +fails .*"), run::out);
    assertTrue(run.out().contains("requests, $0.000000\n"), run::out);
    assertTrue(run.err().contains("costs nothing"), run::err);
    assertEquals(1, run.status(), run::toString);
  }

  @Test
  void withoutAModelNothingIsAskedAndAllIsSaid() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.start(new ChatForm(), AbleModel::answer)) {
      Run run = run("--config", config(upstream).toString());
      assertEquals(0, run.status(), run::toString);
      assertTrue(run.out().contains("Nothing is asked before you name a model"), run::out);
      assertTrue(run.out().contains("asked -> openai/gpt-4o at " + upstream.baseUrl()), run::out);
      assertTrue(
          run.out().matches("(?s).*up to 21 requests, estimated at ~\\$0\\.\\d{6} .*"), run::out);
      assertEquals(List.of(), upstream.requests());
    }
  }

  @Test
  void aNameThatIsNotConfiguredIsRefusedWithThoseThatAreNear() throws Exception {
    Run run = run("dmeo");
    assertEquals(2, run.status(), run::toString);
    assertTrue(run.err().contains("no model dmeo is configured; did you mean demo"), run::err);
    assertEquals(2, run("--only", "everything", "demo").status());
    assertEquals(2, run("--all", "demo").status());
  }

  @Test
  void aModelThatHoldsAllIsReportedInJsonWithStatus0() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.start(new ChatForm(), AbleModel::answer)) {
      Run run = run("--config", config(upstream).toString(), "--json", "asked");
      assertEquals(0, run.status(), run::toString);
      assertFalse(run.json().path("failed").asBoolean(true));
      JsonNode model = run.json().at("/models/0");
      assertEquals("openai", model.path("provider").asString(""));
      assertEquals(21, model.path("requests").asInt());
      JsonNode text = model.at("/probes/0");
      assertEquals("text", text.path("probe").asString(""));
      assertEquals("holds", text.path("outcome").asString(""));
      assertEquals(20, text.path("input_tokens").asInt());
      assertEquals(4, text.path("output_tokens").asInt());
      assertTrue(text.path("cost_usd").isNumber() && text.path("cost_usd").asDouble() > 0);
      assertEquals(UsageRecord.State.COMPLETED, record(text).state());
      assertFalse(run.out().contains("sk-upstream"), run::out);
    }
  }

  @Test
  void onlyWhatIsNamedIsAskedAfterText() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.start(new ChatForm(), AbleModel::answer)) {
      Path config = config(upstream);
      Run run = run("--config", config.toString(), "--only", "image,stop sequence", "asked");
      assertEquals(0, run.status(), run::toString);
      assertEquals(3, upstream.requests().size());
      assertTrue(run.out().contains("\n3 requests, $0."), run::out);
    }
  }

  @Test
  void anInterruptTellsWhatWasFoundAndSettlesWhatWasCut() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch hangs = new CountDownLatch(1);
    try (ScriptedUpstream upstream =
        ScriptedUpstream.start(
            new ChatForm(),
            heard -> {
              if (heard.texts().getLast().contains("kestrel")) {
                return AbleModel.answer(heard);
              }
              hangs.countDown();
              try {
                never.await();
              } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
              }
              return ModelAnswer.of("late");
            })) {
      Process process = start("--config", config(upstream).toString(), "--json", "asked");
      assertTrue(hangs.await(60, TimeUnit.SECONDS));
      new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor();
      Run run = end(process);
      assertEquals(143, run.status(), run::toString);
      JsonNode probes = run.json().at("/models/0/probes");
      assertEquals("holds", probes.path(0).path("outcome").asString(""));
      assertEquals("unknown", probes.path(1).path("outcome").asString(""));
      assertEquals("interrupted", probes.path(1).path("remark").asString(""));
      assertEquals("skipped", probes.path(2).path("outcome").asString(""));
      assertEquals(UsageRecord.State.FAILED, record(probes.path(1)).state());
    } finally {
      never.countDown();
    }
  }

  /** The ledger's record of a probe's first request. */
  private UsageRecord record(JsonNode probe) {
    String id = probe.path("request_ids").path(0).asString("");
    try (SqliteStore store = SqliteStore.open(folder.resolve("data/dragoman.db"))) {
      return store.ledger().find(id).orElseThrow();
    }
  }

  private Path config(ScriptedUpstream upstream) throws IOException {
    String params = "      " + String.join("\n      ", upstream.deployment());
    return Files.writeString(
        folder.resolve("config.yaml"),
        "model_list:\n  - model_name: asked\n    litellm_params:\n" + params + "\n");
  }

  private Run run(String... arguments) throws Exception {
    return end(start(arguments));
  }

  private Process start(String... arguments) throws IOException {
    String root = Objects.requireNonNull(System.getProperty("dragoman.root"));
    List<String> command = new ArrayList<>(List.of(Path.of(root, "dragoman").toString(), "doctor"));
    command.addAll(List.of("--data", folder.resolve("data").toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out.txt").toFile())
            .redirectError(folder.resolve("err.txt").toFile());
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("LITELLM_") || name.startsWith("OPENAI_"));
    builder.environment().put("DRAGOMAN_NO_BUILD", "1");
    builder.environment().put("UPSTREAM_KEY", "sk-upstream");
    return builder.start();
  }

  private Run end(Process process) throws Exception {
    try {
      assertTrue(process.waitFor(120, TimeUnit.SECONDS), "no end within two minutes");
    } finally {
      process.destroyForcibly();
    }
    return new Run(
        process.exitValue(),
        Files.readString(folder.resolve("out.txt")),
        Files.readString(folder.resolve("err.txt")));
  }
}
