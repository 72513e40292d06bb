package dev.dragoman.local;

import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.catalogue.Providers;
import dev.dragoman.routing.ModelTable;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code dragoman claude}: Claude Code against the local gateway: the one that listens already, or
 * one that is started for the session.
 */
@Command(
    name = "claude",
    description = "Starts Claude Code against the gateway; other arguments are passed on to it.",
    mixinStandardHelpOptions = true)
final class Claude implements Callable<Integer> {
  private static final int PROBE_MILLIS = 2_000;
  private static final Duration GRACE = Duration.ofSeconds(10);

  @Mixin private Place place = new Place();

  @Parameters(paramLabel = "ARG", description = "Passed on to Claude Code.")
  private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    Map<String, String> environment = System.getenv();
    String url = LocalGateway.url(place.address());
    if (place.port != 0 && isDragoman(url)) {
      List<Deployment> known = LocalGateway.knownDeployments(place, environment);
      return run(url, LocalGateway.knownKey(place, environment), null, known, environment);
    }
    // Its log would be written over Claude Code's own screen.
    System.setProperty(ConsoleLog.LEVEL, "off");
    LocalGateway gateway = LocalGateway.start(place, environment);
    Thread stop = new Thread(() -> gateway.stop(GRACE), "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    String model =
        gateway.deployments().stream()
            .filter(Providers::serves)
            .map(Deployment::modelName)
            .filter(name -> !ModelTable.isWildcard(name))
            .findFirst()
            .orElseThrow(() -> new Refusal("no model is configured that can be served"));
    return run(gateway.baseUrl(), gateway.key().value(), model, gateway.deployments(), environment);
  }

  private int run(
      String url,
      String key,
      @Nullable String model,
      List<Deployment> deployments,
      Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(binary(environment));
    String chosen = chosen(arguments, environment);
    if (model != null && chosen == null) {
      command.addAll(List.of("--model", model));
    }
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    Map<String, String> variables = builder.environment();
    variables.put("ANTHROPIC_BASE_URL", url);
    variables.put("ANTHROPIC_AUTH_TOKEN", key);
    variables.remove("ANTHROPIC_API_KEY");
    variables.putIfAbsent("CLAUDE_CODE_ENABLE_GATEWAY_MODEL_DISCOVERY", "1");
    if (model != null) {
      // Titles and other work in the background go to a model that this gateway has.
      variables.putIfAbsent("ANTHROPIC_DEFAULT_HAIKU_MODEL", model);
    }
    String used = chosen == null ? model : chosen;
    if (used != null) {
      ClientWindow.variables(used, deployments).forEach(variables::putIfAbsent);
    }
    Process claude = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(claude::destroy, "claude"));
    return claude.waitFor();
  }

  /** The model that the user chose; null if none was. */
  static @Nullable String chosen(List<String> arguments, Map<String, String> environment) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.startsWith("--model=")) {
        return argument.substring("--model=".length());
      }
      if (argument.equals("--model") && i + 1 < arguments.size()) {
        return arguments.get(i + 1);
      }
    }
    return environment.get("ANTHROPIC_MODEL");
  }

  /** A key is shown to nobody else that may listen there. */
  private static boolean isDragoman(String url) throws IOException {
    try {
      HttpURLConnection probe =
          (HttpURLConnection) URI.create(url + "/api/hello").toURL().openConnection();
      probe.setConnectTimeout(PROBE_MILLIS);
      probe.setReadTimeout(PROBE_MILLIS);
      String said = new String(probe.getInputStream().readNBytes(200), StandardCharsets.UTF_8);
      if (said.contains("\"dragoman\"")) {
        return true;
      }
    } catch (ConnectException e) {
      return false;
    } catch (IOException e) {
      // It answers, and not as a gateway of ours would.
    }
    throw new Refusal("something else answers at " + url + "; choose another port with --port");
  }

  private static String binary(Map<String, String> environment) {
    return Stream.of(environment.getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder, "claude"))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElseThrow(() ->
            new Refusal(
                "Claude Code is not on the PATH: npm install -g @anthropic-ai/claude-code"));
  }
}
