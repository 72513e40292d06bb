package dev.dragoman.local.claude;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.dragoman.local.GatewayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Claude Code and {@code ./dragoman} before deployments of one name, some of which fail. */
record FaultScene(GatewayProcess gateway, ClaudeCode claude) implements AutoCloseable {
  /** The name that all deployments have. */
  static final String MODEL = "scripted";

  /**
   * Starts the gateway.
   *
   * @param router lines of {@code router_settings}; empty for none
   * @param deployments the lines of {@code litellm_params} of each
   */
  @SafeVarargs
  static FaultScene before(Path folder, String router, List<String>... deployments)
      throws IOException {
    StringBuilder yaml = new StringBuilder("model_list:\n");
    for (List<String> deployment : deployments) {
      yaml.append("  - model_name: " + MODEL + "\n    litellm_params:\n");
      deployment.forEach(line -> yaml.append("      ").append(line).append('\n'));
    }
    yaml.append("general_settings:\n  master_key: " + GatewayProcess.KEY + "\n");
    if (!router.isEmpty()) {
      yaml.append("router_settings:\n").append(router.indent(2));
    }
    Path state = Files.createDirectories(folder.resolve("state"));
    Path config = Files.writeString(state.resolve("config.yaml"), yaml);
    GatewayProcess gateway = GatewayProcess.start(state, Map.of(), "--config", config.toString());
    return new FaultScene(
        gateway, new ClaudeCode(gateway.baseUrl(), GatewayProcess.KEY, MODEL, folder).patient());
  }

  /** A run that must come to its end. */
  ClaudeCode.Run run(String prompt, String... options) throws Exception {
    ClaudeCode.Run run = claude.run(prompt, options);
    assertFalse(run.failed(), () -> run + gateway.log());
    return run;
  }

  @Override
  public void close() {
    gateway.close();
  }
}
