package dev.dragoman.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one burst of load measured. Times are milliseconds, and a figure that is not known is NaN
 * (null in JSON).
 *
 * @param n requests that counted
 * @param failed how many of them had no whole answer
 * @param reasons why, and how often
 * @param rps whole answers a second
 * @param cpuMs CPU a request of the watched process
 * @param rssMb its resident memory at the end, millions of bytes
 * @param requestBytes one request's body
 * @param answerBytes all answers' bodies
 */
record Report(
    String name,
    int n,
    int c,
    int failed,
    Map<String, Integer> reasons,
    double rps,
    double ttftP50,
    double ttftP99,
    double totalP50,
    double totalP99,
    double cpuMs,
    double rssMb,
    long requestBytes,
    long answerBytes) {

  Map<String, @Nullable Object> toJson() {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("name", name);
    json.put("n", n);
    json.put("c", c);
    json.put("failed", failed);
    json.put("reasons", reasons);
    json.put("rps", rps);
    json.put("ttft_p50", ttftP50);
    json.put("ttft_p99", ttftP99);
    json.put("total_p50", totalP50);
    json.put("total_p99", totalP99);
    json.put("cpu_ms", cpuMs);
    json.put("rss_mb", rssMb);
    json.put("request_bytes", requestBytes);
    json.put("answer_bytes", answerBytes);
    return json;
  }

  static Report of(Map<String, @Nullable Object> json) {
    var reasons = new LinkedHashMap<String, Integer>();
    if (json.get("reasons") instanceof Map<?, ?> map) {
      map.forEach((why, times) -> reasons.put(String.valueOf(why), ((Number) times).intValue()));
    }
    return new Report(
        Objects.requireNonNull(json.get("name")).toString(),
        (int) number(json, "n"),
        (int) number(json, "c"),
        (int) number(json, "failed"),
        reasons,
        number(json, "rps"),
        number(json, "ttft_p50"),
        number(json, "ttft_p99"),
        number(json, "total_p50"),
        number(json, "total_p99"),
        number(json, "cpu_ms"),
        number(json, "rss_mb"),
        (long) number(json, "request_bytes"),
        (long) number(json, "answer_bytes"));
  }

  /** One line for a person. */
  String line() {
    return "%-16s n=%d c=%d failed=%d rps=%s  ttft ms p50=%s p99=%s  total ms p50=%s p99=%s  cpu ms/request=%s rss MB=%s  request bytes=%d answer bytes=%d%s"
        .formatted(
            name,
            n,
            c,
            failed,
            Figures.show(rps, 0),
            Figures.show(ttftP50, 2),
            Figures.show(ttftP99, 2),
            Figures.show(totalP50, 2),
            Figures.show(totalP99, 2),
            Figures.show(cpuMs, 2),
            Figures.show(rssMb, 0),
            requestBytes,
            answerBytes,
            reasons.isEmpty() ? "" : "  " + reasons);
  }

  private static double number(Map<String, @Nullable Object> json, String name) {
    return json.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
