package dev.dragoman.local.claude;

import dev.dragoman.local.Configs;
import dev.dragoman.local.GatewayProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/** Claude Code against {@code ./dragoman}. */
final class ClaudeCodeIT extends ClaudeCodeScenarios {
  @Override
  protected Gateway start(String upstream, Path state) throws Exception {
    Path config = Configs.gpt4o(state, upstream);
    GatewayProcess process =
        GatewayProcess.start(
            state, Map.of("UPSTREAM_KEY", "sk-upstream"), "--config", config.toString());
    return new Gateway() {
      @Override
      public URI baseUrl() {
        return process.baseUrl();
      }

      @Override
      public String key() {
        return GatewayProcess.KEY;
      }

      @Override
      public void close() {
        process.close();
      }
    };
  }
}
