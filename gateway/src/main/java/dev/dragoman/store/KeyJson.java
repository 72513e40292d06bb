package dev.dragoman.store;

import dev.dragoman.access.VirtualKey;
import dev.dragoman.json.Json;

/** The stored form of a virtual key, which is not in it: only its SHA-256 is. */
final class KeyJson {
  private static final int VERSION = 1;

  private KeyJson() {}

  static String write(VirtualKey key) {
    return Json.text(out -> {
      out.writeStartObject();
      Document.writeVersion(out, VERSION);
      Document.write(out, "id", key.id());
      Document.write(out, "name", key.name());
      Document.write(out, "alias", key.alias());
      Document.write(out, "user", key.userId());
      Document.write(out, "team", key.teamId());
      Document.write(out, "models", key.models());
      Document.writeTexts(out, "aliases", key.aliases());
      LimitsJson.write(out, key.limits());
      Document.write(out, "budget", key.budgetId());
      Document.write(out, "expires", key.expires());
      Document.write(out, "blocked", key.blocked());
      Document.write(out, "tags", key.tags());
      Document.write(out, "metadata", key.metadata());
      Document.write(out, "permissions", key.permissions());
      Document.write(out, "createdBy", key.createdBy());
      Document.write(out, "created", key.created());
      Document.write(out, "updated", key.updated());
      Document.write(out, "revision", key.revision());
      out.writeEndObject();
    });
  }

  static VirtualKey read(String json) {
    Document document = Document.read("key", VERSION, json);
    return new VirtualKey(
        document.required("id", document.text("id")),
        document.required("name", document.text("name")),
        document.text("alias"),
        document.text("user"),
        document.text("team"),
        document.texts("models"),
        document.textsByName("aliases"),
        LimitsJson.read(document),
        document.text("budget"),
        document.instant("expires"),
        document.flag("blocked"),
        document.texts("tags"),
        document.object("metadata"),
        document.object("permissions"),
        document.required("createdBy", document.text("createdBy")),
        document.required("created", document.instant("created")),
        document.required("updated", document.instant("updated")),
        document.required("revision", document.number("revision")));
  }
}
