package dev.dragoman.store;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import dev.dragoman.routing.RouterSettings;
import java.util.Map;

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
    return meaning(Document.read("router settings", VERSION, json).object("settings"));
  }

  /** What settings mean that were written so. */
  private static RouterSettings meaning(Map<String, RawJson> byName) {
    RouterSettings none = RouterSettings.DEFAULT;
    return byName.isEmpty()
        ? none
        : new RouterSettings(
            byName,
            none.balance(),
            none.retries(),
            none.coolDowns(),
            none.fallbacks(),
            none.aliases(),
            none.hidden(),
            none.timeout(),
            none.streamTimeout(),
            none.pingInterval());
  }
}
