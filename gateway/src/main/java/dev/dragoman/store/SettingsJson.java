package dev.dragoman.store;

import dev.dragoman.json.Json;
import dev.dragoman.routing.RouterSettings;

/**
 * The stored form of router settings: one JSON object, in {@code settings} what was written, by
 * LiteLLM's names, byte for byte. Equal settings have equal texts.
 */
final class SettingsJson {
  private static final int VERSION = 1;

  private SettingsJson() {}

  static String write(RouterSettings settings) {
    return Json.text(out -> {
      out.writeStartObject();
      Document.writeVersion(out, VERSION);
      Document.write(out, "settings", settings.byName());
      out.writeEndObject();
    });
  }

  static RouterSettings read(String json) {
    try {
      return RouterSettings.read(
          Document.read("router settings", VERSION, json).object("settings"));
    } catch (IllegalArgumentException e) {
      throw StoreFault.of("stored router settings cannot be read: " + e.getMessage(), e);
    }
  }
}
