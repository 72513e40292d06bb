package dev.dragoman.store;

import dev.dragoman.access.AuditLog;
import dev.dragoman.json.Json;

/** The stored form of an entry of the audit log. */
final class AuditJson {
  private static final int VERSION = 1;

  private AuditJson() {}

  static String write(AuditLog.Entry entry) {
    return Json.text(out -> {
      out.writeStartObject();
      Document.writeVersion(out, VERSION);
      Document.write(out, "id", entry.id());
      Document.write(out, "at", entry.at());
      Document.write(out, "actor", entry.actor());
      Document.write(out, "action", entry.action());
      Document.write(out, "kind", entry.kind());
      Document.write(out, "subject", entry.subject());
      Document.write(out, "before", entry.before());
      Document.write(out, "after", entry.after());
      out.writeEndObject();
    });
  }

  static AuditLog.Entry read(String json) {
    Document document = Document.read("entry of the audit log", VERSION, json);
    return new AuditLog.Entry(
        document.required("id", document.text("id")),
        document.required("at", document.instant("at")),
        document.required("actor", document.text("actor")),
        document.required("action", document.text("action")),
        document.required("kind", document.text("kind")),
        document.required("subject", document.text("subject")),
        document.text("before"),
        document.text("after"));
  }
}
