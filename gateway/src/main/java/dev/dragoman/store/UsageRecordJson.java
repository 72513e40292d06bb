package dev.dragoman.store;

import dev.dragoman.json.Json;
import dev.dragoman.json.Unicode;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.messages.Usage;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * The stored form of a usage record: one JSON object, instants in ISO-8601, what is null left out,
 * a kind of token that nobody stated too.
 */
final class UsageRecordJson {
  private static final int VERSION = 1;

  private UsageRecordJson() {}

  static String write(UsageRecord record) {
    return Json.text(out -> {
      out.writeStartObject();
      Document.writeVersion(out, VERSION);
      Document.write(out, "id", record.id());
      Document.write(out, "keyHash", record.keyHash());
      Document.write(out, "modelAsked", record.modelAsked());
      Document.write(out, "modelServed", record.modelServed());
      Document.write(out, "provider", record.provider());
      Document.write(out, "deployment", record.deployment());
      Document.write(out, "state", record.state().name());
      writeUsage(out, record.usage());
      writeReplaced(out, record.replaced());
      Document.write(out, "start", record.start());
      Document.write(out, "firstContent", record.firstContent());
      Document.write(out, "end", record.end());
      Document.write(out, "status", record.status());
      Document.write(out, "error", record.error());
      writeNotes(out, record.notes());
      out.writeEndObject();
    });
  }

  static UsageRecord read(String json) {
    Document document = Document.read("usage record", VERSION, json);
    return new UsageRecord(
        document.required("id", document.text("id")),
        document.text("keyHash"),
        document.required("modelAsked", document.text("modelAsked")),
        document.text("modelServed"),
        document.text("provider"),
        document.text("deployment"),
        document.constant("state", UsageRecord.State.class),
        usage(document.child("usage")),
        document.required("start", document.instant("start")),
        document.instant("firstContent"),
        document.instant("end"),
        document.integer("status"),
        document.text("error"),
        document.texts("notes"),
        replaced(document));
  }

  private static void writeUsage(JsonGenerator out, Usage usage) {
    out.writeName("usage");
    out.writeStartObject();
    Document.write(out, "origin", usage.origin().name());
    Document.write(out, "input", usage.input());
    Document.write(out, "output", usage.output());
    Document.write(out, "cacheRead", usage.cacheRead());
    Document.write(out, "cacheWrite5m", usage.cacheWrite5m());
    Document.write(out, "cacheWrite1h", usage.cacheWrite1h());
    Document.write(out, "thinking", usage.thinking());
    Document.write(out, "searches", usage.searches());
    out.writeEndObject();
  }

  private static Usage usage(Document document) {
    return new Usage(
        document.constant("origin", Usage.Origin.class),
        document.number("input"),
        document.number("output"),
        document.number("cacheRead"),
        document.number("cacheWrite5m"),
        document.number("cacheWrite1h"),
        document.number("thinking"),
        document.number("searches"));
  }

  private static void writeNotes(JsonGenerator out, List<String> notes) {
    if (!notes.isEmpty()) {
      out.writeName("notes");
      out.writeStartArray();
      notes.forEach(note -> out.writeString(Unicode.wellFormed(note)));
      out.writeEndArray();
    }
  }

  private static void writeReplaced(JsonGenerator out, List<UsageRecord.Attempt> replaced) {
    if (!replaced.isEmpty()) {
      out.writeArrayPropertyStart("replaced");
      for (UsageRecord.Attempt attempt : replaced) {
        out.writeStartObject();
        Document.write(out, "deployment", attempt.deployment());
        Document.write(out, "error", attempt.error());
        writeUsage(out, attempt.usage());
        out.writeEndObject();
      }
      out.writeEndArray();
    }
  }

  private static List<UsageRecord.Attempt> replaced(Document document) {
    return document.children("replaced").stream()
        .map(attempt ->
            new UsageRecord.Attempt(
                attempt.required("deployment", attempt.text("deployment")),
                attempt.required("error", attempt.text("error")),
                usage(attempt.child("usage"))))
        .toList();
  }
}
