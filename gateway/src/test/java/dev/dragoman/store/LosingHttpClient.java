package dev.dragoman.store;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/**
 * A client that can lose answers: the request arrives and is carried out, its caller hears none.
 */
final class LosingHttpClient implements SdkHttpClient {
  private final SdkHttpClient real = UrlConnectionHttpClient.create();
  private final AtomicInteger toHear = new AtomicInteger();
  private final AtomicInteger toLose = new AtomicInteger();

  /** Loses the answers to the next {@code count} requests. */
  void loseNext(int count) {
    loseAfter(0, count);
  }

  /** Loses the answers to {@code count} requests after {@code heard} that it does not lose. */
  void loseAfter(int heard, int count) {
    toLose.set(count);
    toHear.set(heard);
  }

  /** How many are yet to be lost. */
  int toLose() {
    return toLose.get();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = real.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        HttpExecuteResponse answer = prepared.call();
        if (toHear.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          return answer;
        }
        if (toLose.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          throw new IOException("the answer was lost");
        }
        return answer;
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  @Override
  public void close() {
    real.close();
  }
}
