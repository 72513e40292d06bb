package dev.dragoman.bench;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One burst of load: what is sent where, how often, and what a whole answer is.
 *
 * @param name a label
 * @param url the target, {@code http} only
 * @param stream whether a stream is asked for
 * @param n requests that count
 * @param warm requests before them that do not
 * @param c requests under way at once
 * @param chunks text chunks that make an answer whole
 * @param pid the server's process, whose CPU and memory are to be told
 * @param timeoutSeconds for each request as a whole
 */
record Load(
    String name,
    URI url,
    String key,
    String model,
    Form form,
    Shape shape,
    boolean stream,
    int n,
    int warm,
    int c,
    int chunks,
    OptionalLong pid,
    int timeoutSeconds) {
  static final Set<String> VALUED =
      Set.of(
          "name", "url", "key", "model", "form", "shape", "n", "warm", "c", "chunks", "pid",
          "timeout");
  static final Set<String> FLAGS = Set.of("no-stream", "json", "stdin");

  static Load of(Options options) {
    Form form = Form.of(options.text("form", "messages"));
    int pid = options.whole("pid", 1, 0);
    return new Load(
        options.text("name", "load"),
        url(options.text("url", "http://127.0.0.1:4000/v1/messages")),
        options.text("key", "sk-bench"),
        options.text("model", "gpt-4o"),
        form,
        Shape.of(options.text("shape", "small")),
        !options.flag("no-stream"),
        options.whole("n", 1, 1000),
        options.whole("warm", 0, 200),
        options.whole("c", 1, 8),
        options.whole("chunks", 1, 64),
        pid == 0 ? OptionalLong.empty() : OptionalLong.of(pid),
        options.whole("timeout", 1, 60));
  }

  /** The options this burst is made of, as {@link #of} reads them. */
  Map<String, @Nullable Object> toJson() {
    var json = new LinkedHashMap<String, @Nullable Object>();
    json.put("name", name);
    json.put("url", url);
    json.put("key", key);
    json.put("model", model);
    json.put("form", form);
    json.put("shape", shape);
    json.put("no-stream", !stream);
    // As text: numbers are read back as doubles.
    json.put("n", Integer.toString(n));
    json.put("warm", Integer.toString(warm));
    json.put("c", Integer.toString(c));
    json.put("chunks", Integer.toString(chunks));
    json.put("pid", pid.isPresent() ? Long.toString(pid.getAsLong()) : null);
    json.put("timeout", Integer.toString(timeoutSeconds));
    return json;
  }

  int port() {
    return url.getPort() < 0 ? 80 : url.getPort();
  }

  private static URI url(String text) {
    try {
      URI url = URI.create(text);
      if ("http".equals(url.getScheme()) && url.getHost() != null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // said below
    }
    throw new UsageException("--url is an http:// address, not '" + text + "'");
  }
}
