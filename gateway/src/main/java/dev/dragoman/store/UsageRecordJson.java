package dev.dragoman.store;

import dev.dragoman.json.Json;
import dev.dragoman.json.Unicode;
import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Cost;
import dev.dragoman.ledger.Hold;
import dev.dragoman.ledger.Payer;
import dev.dragoman.ledger.UsageRecord;
import dev.dragoman.messages.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;
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
      writePayer(out, record.payer());
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
      writeTexts(out, "notes", record.notes());
      writeCost(out, record.cost());
      writeHold(out, record.hold());
      Document.write(out, "until", record.until());
      out.writeEndObject();
    });
  }

  static UsageRecord read(String json) {
    Document document = Document.read("usage record", VERSION, json);
    return new UsageRecord(
        document.required("id", document.text("id")),
        payer(document),
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
        replaced(document),
        cost(document),
        hold(document),
        document.instant("until"));
  }

  private static void writePayer(JsonGenerator out, Payer payer) {
    Document.write(out, "keyHash", payer.keyHash());
    Document.write(out, "user", payer.user());
    Document.write(out, "team", payer.team());
    writeTexts(out, "tags", payer.tags());
    Document.write(out, "session", payer.session());
    Document.write(out, "agent", payer.agent());
  }

  private static Payer payer(Document document) {
    return new Payer(
        document.text("keyHash"),
        document.text("user"),
        document.text("team"),
        document.texts("tags"),
        document.text("session"),
        document.text("agent"));
  }

  /** Nothing of it while it is open. */
  private static void writeCost(JsonGenerator out, Cost cost) {
    Document.write(out, "cost", cost.provider());
    writeTexts(out, "unpriced", cost.unpriced());
    Document.write(out, "gatewayCost", cost.gateway());
  }

  private static Cost cost(Document document) {
    return new Cost(
        document.number("cost"), document.texts("unpriced"), document.number("gatewayCost"));
  }

  private static void writeHold(JsonGenerator out, @Nullable Hold hold) {
    if (hold == null) {
      return;
    }
    out.writeObjectPropertyStart("hold");
    Document.write(out, "estimate", hold.estimate());
    out.writeArrayPropertyStart("parts");
    for (Hold.Part part : hold.parts()) {
      out.writeStartObject();
      Document.write(out, "account", part.account());
      Document.write(out, "window", part.window());
      Document.write(out, "measure", part.measure().name());
      Document.write(out, "amount", part.amount());
      out.writeEndObject();
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static @Nullable Hold hold(Document document) {
    if (!document.has("hold")) {
      return null;
    }
    Document hold = document.child("hold");
    return new Hold(
        hold.required("estimate", hold.number("estimate")),
        hold.children("parts").stream()
            .map(part ->
                new Hold.Part(
                    part.required("account", part.text("account")),
                    part.required("window", part.text("window")),
                    part.constant("measure", Account.Measure.class),
                    part.required("amount", part.number("amount"))))
            .toList());
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

  private static void writeTexts(JsonGenerator out, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      out.writeArrayPropertyStart(name);
      texts.forEach(text -> out.writeString(Unicode.wellFormed(text)));
      out.writeEndArray();
    }
  }

  private static void writeReplaced(JsonGenerator out, List<UsageRecord.Attempt> replaced) {
    if (!replaced.isEmpty()) {
      out.writeArrayPropertyStart("replaced");
      for (UsageRecord.Attempt attempt : replaced) {
        out.writeStartObject();
        Document.write(out, "deployment", attempt.deployment());
        Document.write(out, "provider", attempt.provider());
        Document.write(out, "model", attempt.model());
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
                attempt.text("provider"),
                attempt.text("model"),
                attempt.required("error", attempt.text("error")),
                usage(attempt.child("usage"))))
        .toList();
  }
}
