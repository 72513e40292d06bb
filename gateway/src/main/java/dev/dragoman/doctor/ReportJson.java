package dev.dragoman.doctor;

import dev.dragoman.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Reports as JSON, for machines: {@code {"models": [{"model", "deployment", "provider",
 * "upstream_model", "probes": [...], "requests", "cost_usd", "cost_unknown_requests", "failed",
 * "set": [...]}], "failed"}}. Times are in milliseconds; what is not known is null.
 */
public final class ReportJson {
  private ReportJson() {}

  /** Several reports as one document. */
  public static String of(List<Report> reports) {
    return Json.text(out -> {
      out.writeStartObject();
      out.writeArrayPropertyStart("models");
      reports.forEach(report -> write(report, out));
      out.writeEndArray();
      out.writeBooleanProperty("failed", reports.stream().anyMatch(Report::failed));
      out.writeEndObject();
    });
  }

  private static void write(Report report, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("model", report.target().modelName());
    out.writeStringProperty("deployment", report.target().id());
    out.writeStringProperty("provider", report.target().provider());
    out.writeStringProperty("upstream_model", report.target().upstreamModel());
    out.writeArrayPropertyStart("probes");
    report.findings().forEach(finding -> write(finding, out));
    out.writeEndArray();
    out.writeNumberProperty("requests", report.requests());
    cost(report.cost(), out);
    out.writeBooleanProperty("failed", report.failed());
    texts("set", report.set(), out);
    out.writeEndObject();
  }

  private static void write(Finding finding, JsonGenerator out) {
    out.writeStartObject();
    out.writeStringProperty("probe", finding.probe());
    out.writeStringProperty("outcome", finding.outcome().word());
    out.writeStringProperty("remark", finding.verdict().remark());
    texts("notes", finding.notes(), out);
    texts("request_ids", finding.requests(), out);
    number("input_tokens", finding.input(), out);
    number("output_tokens", finding.output(), out);
    out.writeBooleanProperty("estimated", finding.estimated());
    cost(finding.cost(), out);
    out.writeNumberProperty("millis", finding.millis());
    texts("set", finding.verdict().set(), out);
    out.writeEndObject();
  }

  /** Null where nothing of it is known. */
  private static void cost(Cost cost, JsonGenerator out) {
    out.writeName("cost_usd");
    if (cost.unknown() > 0 && cost.nanos() == 0) {
      out.writeNull();
    } else {
      out.writeNumber(cost.dollars());
    }
    out.writeNumberProperty("cost_unknown_requests", cost.unknown());
  }

  private static void number(String name, @Nullable Long number, JsonGenerator out) {
    if (number == null) {
      out.writeNullProperty(name);
    } else {
      out.writeNumberProperty(name, number);
    }
  }

  private static void texts(String name, List<String> texts, JsonGenerator out) {
    out.writeArrayPropertyStart(name);
    texts.forEach(out::writeString);
    out.writeEndArray();
  }
}
