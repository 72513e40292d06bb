package dev.dragoman.local;

import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.catalogue.Providers;
import dev.dragoman.routing.ModelTable;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a person needs to know once the gateway is ready: where, which models, which key, what to
 * paste.
 */
final class Greeting {
  private final LocalGateway gateway;

  Greeting(LocalGateway gateway) {
    this.gateway = gateway;
  }

  void print(PrintWriter out) {
    List<String> served = names(gateway.deployments(), true);
    List<String> unserved = names(gateway.deployments(), false);
    // A wildcard is no name that could be asked for.
    String model =
        served.stream().filter(name -> !ModelTable.isWildcard(name)).findFirst().orElse("MODEL");
    String url = gateway.baseUrl();
    String key = gateway.key().shown();
    out.println("Dragoman is ready at " + url);
    out.println();
    out.println("  models  " + (served.isEmpty() ? "none" : String.join(", ", served)));
    if (!unserved.isEmpty()) {
      out.println("          configured, but their provider is not served by this version yet:");
      unserved.forEach(name -> out.println("            " + name));
    }
    out.println("  key     " + key + "  (" + gateway.key().source() + ")");
    gateway.warnings().forEach(warning -> out.println("  note    " + warning));
    out.println();
    out.println("Try it:");
    out.println("  curl " + url + "/v1/messages -H \"Authorization: Bearer " + key + "\" \\");
    out.println("    -H \"content-type: application/json\" \\");
    out.println(
        "    -d '{\"model\": \""
            + model
            + "\", \"max_tokens\": 1000, \"messages\": [{\"role\": \"user\", \"content\": \"What"
            + " is the capital of France?\"}]}'");
    out.println();
    out.println("Claude Code:");
    out.println("  export ANTHROPIC_BASE_URL=" + url);
    out.println("  export ANTHROPIC_AUTH_TOKEN=" + key);
    ClientWindow.variables(model, gateway.deployments())
        .forEach((name, value) -> out.println("  export " + name + "=" + value));
    out.println("  claude --model " + model);
    out.println();
    out.flush();
  }

  private static List<String> names(List<Deployment> deployments, boolean served) {
    return deployments.stream()
        .filter(deployment -> Providers.serves(deployment) == served)
        .map(deployment ->
            served
                ? deployment.modelName()
                : deployment.modelName() + " (" + deployment.provider() + ")")
        .distinct()
        .collect(Collectors.toList());
  }
}
