package dev.dragoman.store;

import dev.dragoman.access.Role;
import dev.dragoman.access.User;
import dev.dragoman.json.Json;

/** The stored form of a user. */
final class UserJson {
  private static final int VERSION = 1;

  private UserJson() {}

  static String write(User user) {
    return Json.text(out -> {
      out.writeStartObject();
      Document.writeVersion(out, VERSION);
      Document.write(out, "id", user.id());
      Document.write(out, "alias", user.alias());
      Document.write(out, "email", user.email());
      Document.write(out, "role", user.role().name());
      Document.write(out, "models", user.models());
      LimitsJson.write(out, user.limits());
      Document.write(out, "budget", user.budgetId());
      Document.write(out, "blocked", user.blocked());
      Document.write(out, "metadata", user.metadata());
      Document.write(out, "created", user.created());
      Document.write(out, "updated", user.updated());
      Document.write(out, "revision", user.revision());
      out.writeEndObject();
    });
  }

  static User read(String json) {
    Document document = Document.read("user", VERSION, json);
    return new User(
        document.required("id", document.text("id")),
        document.text("alias"),
        document.text("email"),
        document.constant("role", Role.class),
        document.texts("models"),
        LimitsJson.read(document),
        document.text("budget"),
        document.flag("blocked"),
        document.object("metadata"),
        document.required("created", document.instant("created")),
        document.required("updated", document.instant("updated")),
        document.required("revision", document.number("revision")));
  }
}
