package dev.dragoman.credential.google;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import com.google.auth.http.HttpTransportFactory;
import dev.dragoman.credential.Http;
import dev.dragoman.credential.Surroundings;
import dev.dragoman.wire.Headers;
import dev.dragoman.wire.UpstreamRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Google's library over the gateway's own client. */
final class GatewayTransport extends HttpTransport implements HttpTransportFactory {
  private static final String METADATA = "http://metadata.google.internal";

  private final Surroundings surroundings;

  GatewayTransport(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public HttpTransport create() {
    return this;
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) {
    return new Request(method, placed(url));
  }

  /** The library looks for {@code GCE_METADATA_HOST} in the process only. */
  private String placed(String url) {
    String host = surroundings.environment().get("GCE_METADATA_HOST");
    return host != null && !host.isBlank() && url.startsWith(METADATA)
        ? "http://" + host.strip() + url.substring(METADATA.length())
        : url;
  }

  private final class Request extends LowLevelHttpRequest {
    private final String method;
    private final String url;
    private final Headers.Builder headers = Headers.builder();

    Request(String method, String url) {
      this.method = method;
      this.url = url;
    }

    @Override
    public void addHeader(String name, String value) {
      switch (name.toLowerCase(Locale.ROOT)) {
        case "accept-encoding", "content-length", "content-type", "host", "connection" -> {}
        default -> headers.add(name, value);
      }
    }

    @Override
    public LowLevelHttpResponse execute() throws IOException {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      if (getStreamingContent() != null) {
        getStreamingContent().writeTo(body);
      }
      if (getContentType() != null) {
        headers.add("content-type", getContentType());
      }
      UpstreamRequest request =
          new UpstreamRequest(method, URI.create(url), headers.build(), body.toByteArray());
      return new Response(surroundings.http().send(request));
    }
  }

  private static final class Response extends LowLevelHttpResponse {
    private final Http.Answer answer;
    private final List<String> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    Response(Http.Answer answer) {
      this.answer = answer;
      answer
          .headers()
          .forEach((name, value) -> {
            names.add(name);
            values.add(value);
          });
    }

    @Override
    public InputStream getContent() {
      return new ByteArrayInputStream(answer.body());
    }

    @Override
    public @Nullable String getContentEncoding() {
      return answer.headers().first("content-encoding");
    }

    @Override
    public long getContentLength() {
      return answer.body().length;
    }

    @Override
    public @Nullable String getContentType() {
      return answer.headers().first("content-type");
    }

    @Override
    public String getStatusLine() {
      return "HTTP/1.1 " + answer.status();
    }

    @Override
    public int getStatusCode() {
      return answer.status();
    }

    @Override
    public String getReasonPhrase() {
      return "";
    }

    @Override
    public int getHeaderCount() {
      return names.size();
    }

    @Override
    public String getHeaderName(int index) {
      return names.get(index);
    }

    @Override
    public String getHeaderValue(int index) {
      return values.get(index);
    }
  }
}
