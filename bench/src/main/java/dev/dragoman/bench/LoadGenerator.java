package dev.dragoman.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToLongFunction;

/** Sends one request over and over on kept connections, and times and checks every answer. */
final class LoadGenerator {
  private static final int MOST_REASONS = 8;

  private final Load load;
  private final int requestBytes;
  private final List<Connection> connections = new ArrayList<>();

  private LoadGenerator(Load load) {
    byte[] body = RequestBody.of(load.form(), load.shape(), load.model(), load.stream());
    byte[] request = Connection.request(load, body);
    this.load = load;
    this.requestBytes = body.length;
    for (int i = 0; i < load.c(); i++) {
      connections.add(new Connection(load, request));
    }
  }

  static Report run(Load load) throws InterruptedException {
    var generator = new LoadGenerator(load);
    var over = new CountDownLatch(1);
    Thread watch = Thread.ofPlatform().daemon().start(() -> generator.watch(over));
    try {
      return generator.measure();
    } finally {
      over.countDown();
      watch.join();
      generator.connections.forEach(Connection::close);
    }
  }

  private Report measure() throws InterruptedException {
    burst(load.warm());
    ProcessUsage before = usage();
    long start = System.nanoTime();
    Sample[] samples = burst(load.n());
    double seconds = (System.nanoTime() - start) / 1e9;
    ProcessUsage after = usage();
    return report(samples, seconds, before, after);
  }

  private ProcessUsage usage() {
    return load.pid().isPresent() ? ProcessUsage.of(load.pid().getAsLong()) : ProcessUsage.UNKNOWN;
  }

  private Sample[] burst(int n) throws InterruptedException {
    var samples = new Sample[n];
    var next = new AtomicInteger();
    var workers = new ArrayList<Thread>();
    for (Connection connection : connections) {
      workers.add(
          Thread.ofVirtual()
              .start(() -> {
                for (int i = next.getAndIncrement(); i < n; i = next.getAndIncrement()) {
                  samples[i] = connection.exchange();
                }
              }));
    }
    for (Thread worker : workers) {
      worker.join();
    }
    return samples;
  }

  private void watch(CountDownLatch over) {
    try {
      while (!over.await(100, TimeUnit.MILLISECONDS)) {
        long now = System.nanoTime();
        connections.forEach(connection -> connection.giveUpIfLate(now));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Report report(Sample[] samples, double seconds, ProcessUsage before, ProcessUsage after) {
    var reasons = new TreeMap<String, Integer>();
    for (Sample sample : samples) {
      String why = sample.failure();
      if (why != null) {
        boolean room = reasons.containsKey(why) || reasons.size() < MOST_REASONS;
        reasons.merge(room ? why : "other", 1, Integer::sum);
      }
    }
    Sample[] whole = Arrays.stream(samples).filter(s -> s.failure() == null).toArray(Sample[]::new);
    double[] first = millis(whole, Sample::firstNanos);
    double[] total = millis(whole, Sample::totalNanos);
    return new Report(
        load.name(),
        load.n(),
        load.c(),
        load.n() - whole.length,
        reasons,
        whole.length / seconds,
        Figures.percentile(first, 0.5),
        Figures.percentile(first, 0.99),
        Figures.percentile(total, 0.5),
        Figures.percentile(total, 0.99),
        ProcessUsage.cpuPerRequest(before, after, load.n()),
        after.residentMb(),
        requestBytes,
        Arrays.stream(samples).mapToLong(Sample::bytes).sum());
  }

  private static double[] millis(Sample[] samples, ToLongFunction<Sample> nanos) {
    return Arrays.stream(samples).mapToDouble(s -> nanos.applyAsLong(s) / 1e6).toArray();
  }
}
