package dev.dragoman.store;

import dev.dragoman.credential.SecretRef;
import dev.dragoman.json.Json;
import dev.dragoman.provider.Deployment;
import org.jspecify.annotations.Nullable;

/**
 * The stored form of a deployment: one JSON object, what is null left out, maps by name, settings
 * byte for byte. Equal deployments have equal texts.
 */
final class DeploymentJson {
  private static final int VERSION = 1;

  private DeploymentJson() {}

  static String write(Deployment deployment) {
    return Json.text(out -> {
      out.writeStartObject();
      Document.writeVersion(out, VERSION);
      Document.write(out, "id", deployment.id());
      Document.write(out, "modelName", deployment.modelName());
      Document.write(out, "provider", deployment.provider());
      Document.write(out, "model", deployment.model());
      Document.write(out, "apiBase", deployment.apiBase());
      Document.write(out, "apiKey", reference(deployment.apiKey()));
      Document.writeTexts(out, "headers", deployment.headers());
      Document.write(out, "timeoutMillis", deployment.timeoutMillis());
      Document.write(out, "streamTimeoutMillis", deployment.streamTimeoutMillis());
      Document.write(out, "maxOutputTokens", deployment.maxOutputTokens());
      Document.write(out, "contextWindow", deployment.contextWindow());
      Document.write(out, "settings", deployment.settings());
      Document.write(out, "origin", deployment.origin().name());
      out.writeEndObject();
    });
  }

  static Deployment read(String json) {
    Document document = Document.read("deployment", VERSION, json);
    String apiKey = document.text("apiKey");
    return new Deployment(
        document.required("id", document.text("id")),
        document.required("modelName", document.text("modelName")),
        document.required("provider", document.text("provider")),
        document.required("model", document.text("model")),
        document.text("apiBase"),
        apiKey == null ? null : new SecretRef(apiKey),
        document.textsByName("headers"),
        document.number("timeoutMillis"),
        document.number("streamTimeoutMillis"),
        document.integer("maxOutputTokens"),
        document.integer("contextWindow"),
        document.object("settings"),
        document.constant("origin", Deployment.Origin.class));
  }

  private static @Nullable String reference(@Nullable SecretRef secret) {
    return secret == null ? null : secret.value();
  }
}
