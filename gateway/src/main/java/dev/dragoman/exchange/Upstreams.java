package dev.dragoman.exchange;

import dev.dragoman.credential.Http;
import dev.dragoman.demo.DemoModel;
import dev.dragoman.provider.Deployment;
import dev.dragoman.provider.catalogue.Mocked;
import dev.dragoman.upstream.Cancellation;
import dev.dragoman.upstream.Timeouts;
import dev.dragoman.upstream.UpstreamClient;
import dev.dragoman.upstream.UpstreamFault;
import dev.dragoman.upstream.UpstreamResponse;
import dev.dragoman.wire.Headers;
import dev.dragoman.wire.PublicAddress;
import dev.dragoman.wire.UpstreamRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Opens answers: from providers, or from the demo model within this process. */
final class Upstreams {
  private final UpstreamClient client;
  private final BooleanSupplier openAddresses;

  /**
   * @param openAddresses whether models that came by the management API may have addresses that are
   *     not public
   */
  Upstreams(UpstreamClient client, BooleanSupplier openAddresses) {
    this.client = client;
    this.openAddresses = openAddresses;
  }

  /** An answer that is arriving. */
  interface Answer extends AutoCloseable {
    int status();

    Headers headers();

    /** Content has come: from now on only silence counts against it. */
    default void contentBegan() {}

    /** Its faults are {@link UpstreamFault}s. */
    InputStream body();

    byte[] bodyUpTo(int limit) throws IOException;

    @Override
    void close();
  }

  /** An answer that ends when {@code cancellation} says so. */
  Answer open(
      UpstreamRequest request, Deployment target, Timeouts timeouts, Cancellation cancellation)
      throws UpstreamFault {
    return request.uri().getHost().equals(DemoModel.HOST)
        ? demo(request)
        : new Provided(client.open(request, timeouts, cancellation, admitted(target)));
  }

  /** Where requests of a deployment may go: a name that was sent here leads to no inner address. */
  private Predicate<InetAddress> admitted(Deployment target) {
    return target.byApi() && !openAddresses.getAsBoolean() ? PublicAddress::is : address -> true;
  }

  private static Answer demo(UpstreamRequest request) {
    String mock = request.headers().first(Mocked.FIELD);
    if (mock == null) {
      return new Demo(new DemoModel.Answer(200, DemoModel.answer(request.body())));
    }
    try {
      return new Demo(DemoModel.mocked(mock));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Demo(new DemoModel.Answer(503, InputStream.nullInputStream()));
    }
  }

  /** The whole answer to a request for a token, up to {@code limit} bytes of it. */
  Http.Answer whole(UpstreamRequest request, Timeouts timeouts, int limit) throws IOException {
    try (UpstreamResponse response = client.open(request, timeouts)) {
      return new Http.Answer(response.status(), response.headers(), response.bodyUpTo(limit));
    }
  }

  /** The same of a request for a deployment. */
  Http.Answer whole(UpstreamRequest request, Deployment target, Timeouts timeouts, int limit)
      throws IOException {
    try (UpstreamResponse response =
        client.open(request, timeouts, new Cancellation(), admitted(target))) {
      return new Http.Answer(response.status(), response.headers(), response.bodyUpTo(limit));
    }
  }

  private record Provided(UpstreamResponse response) implements Answer {
    @Override
    public int status() {
      return response.status();
    }

    @Override
    public Headers headers() {
      return response.headers();
    }

    @Override
    public void contentBegan() {
      response.contentBegan();
    }

    @Override
    public InputStream body() {
      return response.body();
    }

    @Override
    public byte[] bodyUpTo(int limit) throws UpstreamFault {
      return response.bodyUpTo(limit);
    }

    @Override
    public void close() {
      response.close();
    }
  }

  private record Demo(DemoModel.Answer answer) implements Answer {
    @Override
    public int status() {
      return answer.status();
    }

    @Override
    public Headers headers() {
      boolean events = answer.status() == 200;
      return Headers.of("content-type", events ? "text/event-stream" : "application/json");
    }

    @Override
    public InputStream body() {
      return answer.body();
    }

    @Override
    public byte[] bodyUpTo(int limit) throws IOException {
      return answer.body().readNBytes(limit);
    }

    @Override
    public void close() {}
  }
}
