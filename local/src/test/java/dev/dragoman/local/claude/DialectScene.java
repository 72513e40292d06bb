package dev.dragoman.local.claude;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.dragoman.fixture.upstream.Heard;
import dev.dragoman.fixture.upstream.ModelAnswer;
import dev.dragoman.fixture.upstream.ScriptedUpstream;
import dev.dragoman.fixture.upstream.UpstreamForm;
import dev.dragoman.local.GatewayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Claude Code, {@code ./dragoman} and a scripted upstream of some dialect behind it. */
record DialectScene(ScriptedUpstream upstream, GatewayProcess gateway, ClaudeCode claude)
    implements AutoCloseable {
  /** The name that Claude Code asks for; no provider's. */
  private static final String MODEL = "scripted";

  /** One whose upstream gives these answers in turn. */
  static DialectScene answering(UpstreamForm form, Path folder, ModelAnswer... answers)
      throws IOException {
    return of(ScriptedUpstream.answering(form, answers), folder, "");
  }

  /** One whose upstream asks {@code answers} for each. */
  static DialectScene start(UpstreamForm form, Path folder, Function<Heard, ModelAnswer> answers)
      throws IOException {
    return of(ScriptedUpstream.start(form, answers), folder, "");
  }

  /** The same, with more sections of the configuration. */
  static DialectScene start(
      UpstreamForm form, Path folder, String sections, Function<Heard, ModelAnswer> answers)
      throws IOException {
    return of(ScriptedUpstream.start(form, answers), folder, sections);
  }

  private static DialectScene of(ScriptedUpstream upstream, Path folder, String sections)
      throws IOException {
    Path state = Files.createDirectories(folder.resolve("state"));
    Path config = Files.writeString(state.resolve("config.yaml"), config(upstream) + sections);
    GatewayProcess gateway =
        GatewayProcess.start(
            state, Map.of("UPSTREAM_KEY", "sk-upstream"), "--config", config.toString());
    ClaudeCode claude = new ClaudeCode(gateway.baseUrl(), GatewayProcess.KEY, MODEL, folder);
    return new DialectScene(upstream, gateway, claude);
  }

  private static String config(ScriptedUpstream upstream) {
    String params =
        upstream.deployment().stream()
            .map(line -> "      " + line + "\n")
            .collect(Collectors.joining());
    return "model_list:\n  - model_name: "
        + MODEL
        + "\n    litellm_params:\n"
        + params
        + "general_settings:\n  master_key: "
        + GatewayProcess.KEY
        + "\n";
  }

  /** A run that must succeed, its requests clean. */
  ClaudeCode.Run run(String prompt, String... options) throws Exception {
    ClaudeCode.Run run = claude.run(prompt, options);
    upstream.assertClean();
    assertFalse(run.failed(), () -> run.result() + "\n" + run.stderr() + gateway.log());
    return run;
  }

  /** The folder in which Claude Code works. */
  Path work() {
    return claude.work();
  }

  /** What the requests said. */
  List<Heard> heard() {
    return upstream.heard();
  }

  /** The text, without space around it, that a request gives as the result of a call. */
  String result(int request, int call) {
    Heard heard = heard().get(request);
    return Objects.requireNonNull(heard.results().get(heard.calls().get(call).id())).strip();
  }

  /** The schema under which a request declares a function. */
  JsonNode schema(int request, String tool) {
    return Objects.requireNonNull(heard().get(request).tools().get(tool), tool);
  }

  static String json(Map<String, ?> object) {
    return JsonMapper.shared().valueToTree(object).toString();
  }

  static JsonNode node(String json) {
    return JsonMapper.shared().readTree(json);
  }

  @Override
  public void close() {
    gateway.close();
    upstream.close();
  }
}
