package dev.dragoman.upstream;

import static dev.dragoman.upstream.UpstreamClientTest.LONG;
import static dev.dragoman.upstream.UpstreamClientTest.OK;
import static dev.dragoman.upstream.UpstreamClientTest.PATIENT;
import static dev.dragoman.upstream.UpstreamClientTest.post;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.upstream.UpstreamFault.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UpstreamTlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private static Path directory;
  private static SSLContext localhost;
  private static SSLContext elsewhere;

  @BeforeAll
  static void makeCertificates() throws Exception {
    localhost = context("localhost");
    elsewhere = context("elsewhere.example");
  }

  /** A context that presents, and trusts alone, a new certificate for that name. */
  private static SSLContext context(String name) throws Exception {
    Path file = directory.resolve(name + ".p12");
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    List<String> command =
        List.of(
            keytool.toString(),
            "-genkeypair",
            "-alias",
            "it",
            "-keyalg",
            "EC",
            "-dname",
            "CN=" + name,
            "-ext",
            "san=dns:" + name,
            "-storetype",
            "PKCS12",
            "-keystore",
            file.toString(),
            "-storepass",
            new String(PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    assertEquals(0, process.waitFor());
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("it", store.getCertificate("it"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static ScriptedServer server(SSLContext context, ScriptedServer.Script script)
      throws IOException {
    SSLServerSocket listener =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    return new ScriptedServer(listener, script);
  }

  private static URI uri(ScriptedServer server, String host) {
    return URI.create("https://" + host + ":" + server.port() + "/");
  }

  private static void answerAll(ScriptedServer.Peer peer) throws IOException {
    while (true) {
      peer.request();
      peer.send(OK);
    }
  }

  private static Kind refusal(UpstreamClient client, URI uri, Timeouts timeouts) {
    UpstreamFault fault =
        assertThrows(UpstreamFault.class, () -> client.open(post(uri, ""), timeouts));
    return fault.kind();
  }

  @Test
  void aTrustedServerIsSpokenToAndItsConnectionKept() throws IOException {
    try (ScriptedServer server = server(localhost, UpstreamTlsTest::answerAll);
        UpstreamClient client = new UpstreamClient(localhost, InstantSource.system())) {
      for (int i = 0; i < 3; i++) {
        try (UpstreamResponse response =
            client.open(post(uri(server, "localhost"), "x".repeat(i * 50_000)), PATIENT)) {
          assertEquals(2, response.body().readAllBytes().length);
        }
      }
      assertEquals(1, server.accepted());
    }
  }

  @Test
  void aCertificateForAnotherNameIsRefused() throws IOException {
    try (ScriptedServer server = server(elsewhere, UpstreamTlsTest::answerAll);
        UpstreamClient client = new UpstreamClient(elsewhere, InstantSource.system())) {
      assertEquals(Kind.TLS, refusal(client, uri(server, "localhost"), PATIENT));
      assertEquals(Kind.TLS, refusal(client, uri(server, "127.0.0.1"), PATIENT));
      assertTrue(server.requests.isEmpty());
    }
  }

  @Test
  void aCertificateNobodyTrustsIsRefused() throws IOException {
    try (ScriptedServer server = server(localhost, UpstreamTlsTest::answerAll);
        UpstreamClient client = new UpstreamClient(InstantSource.system())) {
      assertEquals(Kind.TLS, refusal(client, uri(server, "localhost"), PATIENT));
      assertTrue(server.requests.isEmpty());
    }
  }

  @Test
  void aServerWithoutTlsIsAFaultOfTlsAndASilentOneATimeOut() throws IOException {
    try (ScriptedServer plain = new ScriptedServer(peer -> peer.send(OK));
        ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        UpstreamClient client = new UpstreamClient(localhost, InstantSource.system())) {
      assertEquals(Kind.TLS, refusal(client, uri(plain, "localhost"), PATIENT));
      URI uri = URI.create("https://localhost:" + silent.getLocalPort() + "/");
      Timeouts timeouts = new Timeouts(Duration.ofMillis(150), LONG, LONG, LONG);
      assertEquals(Kind.CONNECT_TIMEOUT, refusal(client, uri, timeouts));
    }
  }

  @Test
  void aConnectionWhosePeerSaidGoodbyeIsNotUsed() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    try (ScriptedServer server =
            server(
                localhost,
                peer -> {
                  peer.request();
                  peer.send(OK);
                  if (answered.await(1, TimeUnit.SECONDS)) {
                    peer.endOutput();
                    ended.countDown();
                    peer.request();
                  }
                });
        UpstreamClient client = new UpstreamClient(localhost, InstantSource.system())) {
      for (int i = 1; i <= 2; i++) {
        try (UpstreamResponse response = client.open(post(uri(server, "localhost"), ""), PATIENT)) {
          assertEquals(2, response.body().readAllBytes().length);
        }
        answered.countDown();
        ended.await();
        assertEquals(i, server.accepted());
        assertEquals(i, server.requests.size());
      }
    }
  }

  @Test
  void aStreamCutOverTlsIsACut() throws IOException {
    try (ScriptedServer server =
            server(
                localhost,
                peer -> {
                  peer.request();
                  peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n");
                });
        UpstreamClient client = new UpstreamClient(localhost, InstantSource.system());
        UpstreamResponse response = client.open(post(uri(server, "localhost"), ""), PATIENT)) {
      UpstreamFault fault = assertThrows(UpstreamFault.class, () -> response.body().readAllBytes());
      assertEquals(Kind.CUT, fault.kind());
    }
  }
}
