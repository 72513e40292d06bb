package dev.dragoman.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Configurations for tests. */
public final class Configs {
  private Configs() {}

  /** A file that maps {@code gpt-4o} to OpenAI's at {@code upstream}. */
  public static Path gpt4o(Path folder, String upstream) throws IOException {
    String yaml =
        """
        model_list:
          - model_name: gpt-4o
            litellm_params:
              model: openai/gpt-4o
              api_base: %s
              api_key: os.environ/UPSTREAM_KEY
        general_settings:
          master_key: %s
        """
            .formatted(upstream, GatewayProcess.KEY);
    return Files.writeString(folder.resolve("config.yaml"), yaml);
  }
}
