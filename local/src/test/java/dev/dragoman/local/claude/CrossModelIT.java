package dev.dragoman.local.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.fixture.upstream.AnthropicForm;
import dev.dragoman.fixture.upstream.ChatForm;
import dev.dragoman.fixture.upstream.ConverseForm;
import dev.dragoman.fixture.upstream.GeminiForm;
import dev.dragoman.fixture.upstream.Heard;
import dev.dragoman.fixture.upstream.ModelAnswer;
import dev.dragoman.fixture.upstream.ResponsesForm;
import dev.dragoman.fixture.upstream.ScriptedUpstream;
import dev.dragoman.fixture.upstream.UpstreamForm;
import dev.dragoman.local.GatewayProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One conversation of Claude Code's that changes its model with each prompt, twice around all
 * dialects: what one model signed is given back to that one, and never to another.
 */
final class CrossModelIT {
  private static final Map<String, UpstreamForm> FORMS = new LinkedHashMap<>();

  static {
    FORMS.put("by-responses", new ResponsesForm());
    FORMS.put("by-gemini", GeminiForm.aiStudio());
    FORMS.put("by-converse", ConverseForm.signed("us.anthropic.claude-sonnet-4-5-20250929-v1:0"));
    FORMS.put("by-messages", AnthropicForm.anthropic());
    FORMS.put("by-chat", new ChatForm());
  }

  @TempDir private Path folder;

  private final Map<String, ScriptedUpstream> upstreams = new LinkedHashMap<>();

  @Test
  void whatAModelSignedIsGivenBackToThatModelAlone() throws Exception {
    for (Map.Entry<String, UpstreamForm> form : FORMS.entrySet()) {
      upstreams.put(
          form.getKey(),
          ScriptedUpstream.start(form.getValue(), heard -> answer(form.getKey(), heard)));
    }
    try (GatewayProcess gateway = gateway()) {
      ClaudeCode claude =
          new ClaudeCode(gateway.baseUrl(), GatewayProcess.KEY, "by-responses", folder);
      List<String> prompts = new ArrayList<>();
      for (int round = 1; round <= 2; round++) {
        for (String model : FORMS.keySet()) {
          prompts.add("prompt " + round + " " + model);
          List<String> options = new ArrayList<>(List.of("--model", model));
          if (prompts.size() > 1) {
            options.add("--continue");
          }
          ClaudeCode.Run run = claude.run(prompts.getLast(), options.toArray(String[]::new));
          upstream(model).assertClean();
          assertFalse(run.failed(), () -> model + ": " + run.result() + gateway.log());
          assertHeard(model, prompts, round);
        }
      }
    } finally {
      upstreams.values().forEach(ScriptedUpstream::close);
    }
  }

  private ScriptedUpstream upstream(String model) {
    return Objects.requireNonNull(upstreams.get(model));
  }

  /** All that was said before, and of the signatures its own only. */
  private void assertHeard(String model, List<String> prompts, int round) {
    Heard heard = upstream(model).heard().getLast();
    for (String prompt : prompts) {
      assertTrue(heard.texts().stream().anyMatch(text -> text.contains(prompt)), prompt);
    }
    assertEquals(prompts.size(), heard.results().size(), model);
    List<String> own = new ArrayList<>();
    if (!model.equals("by-chat")) {
      for (int before = 1; before <= round; before++) {
        own.add(signature(model, before));
      }
    }
    assertEquals(own, heard.signatures(), model);
  }

  /** Thinks and calls a tool, then says so. */
  private static ModelAnswer answer(String model, Heard heard) {
    String prompt =
        heard.texts().stream()
            .filter(text -> text.contains(" " + model) && text.contains("prompt "))
            .reduce("", (first, last) -> last);
    int round = prompt.contains("prompt 2 " + model) ? 2 : 1;
    String done = "done " + round + " " + model;
    boolean called = heard.results().values().stream().anyMatch(result -> result.contains(done));
    return called
        ? ModelAnswer.of(done)
        : ModelAnswer.empty()
            .thinking("I think by " + model, signature(model, round))
            .call(
                "call_" + round + "_" + model.replace('-', '_'),
                "Bash",
                DialectScene.json(Map.of("command", "echo " + done)));
  }

  private static String signature(String model, int round) {
    return Base64.getEncoder()
        .encodeToString(("signed " + round + " " + model).getBytes(StandardCharsets.UTF_8));
  }

  private GatewayProcess gateway() throws Exception {
    StringBuilder config = new StringBuilder("model_list:\n");
    upstreams.forEach((name, upstream) -> {
      config.append("  - model_name: ").append(name).append("\n    litellm_params:\n");
      upstream.deployment().forEach(line -> config.append("      ").append(line).append('\n'));
    });
    config.append("general_settings:\n  master_key: ").append(GatewayProcess.KEY).append('\n');
    Path state = Files.createDirectories(folder.resolve("state"));
    Path file = Files.writeString(state.resolve("config.yaml"), config);
    return GatewayProcess.start(state, Map.of(), "--config", file.toString());
  }
}
