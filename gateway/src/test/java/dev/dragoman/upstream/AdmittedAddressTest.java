package dev.dragoman.upstream;

import static dev.dragoman.upstream.UpstreamClientTest.OK;
import static dev.dragoman.upstream.UpstreamClientTest.PATIENT;
import static dev.dragoman.upstream.UpstreamClientTest.post;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.wire.PublicAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A request that may go to some addresses only goes to no other, whatever its name comes to. */
@Timeout(30)
final class AdmittedAddressTest {
  private final UpstreamClient client =
      new UpstreamClient(null, System::nanoTime, () -> Instant.EPOCH);

  @AfterEach
  void close() {
    client.close();
  }

  @Test
  void aNameThatComesToLoopbackIsNotConnectedTo() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(peer -> {
          peer.request();
          peer.send(OK).awaitEnd();
        })) {
      for (String host : List.of("localhost", "127.0.0.1", "2130706433")) {
        URI uri = URI.create("http://" + host + ":" + server.port() + "/");
        UpstreamFault fault =
            assertThrows(
                UpstreamFault.class,
                () -> client.open(post(uri, ""), PATIENT, new Cancellation(), PublicAddress::is),
                host);
        assertEquals(UpstreamFault.Kind.NOT_ADMITTED, fault.kind());
        assertEquals(host + " has no address that may be connected to", fault.getMessage());
        assertTrue(fault.kind().beforeRequest());
      }
      assertTrue(server.requests.isEmpty());
    }
  }

  @Test
  void aKeptConnectionToAnotherAddressIsNotTakenEither() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(peer -> {
          peer.request();
          peer.send(OK);
          peer.request();
          peer.send(OK).awaitEnd();
        })) {
      URI uri = server.uri("/");
      read(client.open(post(uri, "1"), PATIENT));
      assertEquals(1, client.kept());
      assertThrows(
          UpstreamFault.class,
          () -> client.open(post(uri, "2"), PATIENT, new Cancellation(), PublicAddress::is));
      assertEquals(1, client.kept());
      read(client.open(post(uri, "3"), PATIENT));
      assertEquals(2, server.requests.size());
    }
  }

  @Test
  void whatIsAdmittedIsAskedOfTheAddressThatTheNameCameTo() throws IOException {
    try (ScriptedServer server =
        new ScriptedServer(peer -> {
          peer.request();
          peer.send(OK).awaitEnd();
        })) {
      List<InetAddress> asked = new ArrayList<>();
      read(
          client.open(
              post(server.uri("/"), ""),
              PATIENT,
              new Cancellation(),
              address -> asked.add(address)));
      assertFalse(asked.isEmpty());
      assertTrue(asked.stream().allMatch(InetAddress::isLoopbackAddress));
    }
  }

  private static void read(UpstreamResponse response) throws IOException {
    try (response) {
      assertEquals(2, response.body().readAllBytes().length);
    }
  }
}
