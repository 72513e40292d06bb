package dev.dragoman.lambda.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.lambda.runtime.HttpConnection.Reply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpConnectionTest {

  /** Reads one reply from a server that says just this and closes. */
  private static Reply read(String said) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        HttpConnection connection =
            new HttpConnection(
                InetSocketAddress.createUnresolved("127.0.0.1", server.getLocalPort()))) {
      try (Socket socket = server.accept()) {
        socket.getOutputStream().write(said.getBytes(StandardCharsets.UTF_8));
      }
      return connection.read();
    }
  }

  private static String body(Reply reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  @Test
  void aBodyWithItsLengthIsReadToItsEnd() throws Exception {
    Reply reply = read("HTTP/1.1 200 OK\r\nContent-length: 3\r\nX-A:  b c \r\n\r\nabcd");
    assertEquals("abc", body(reply));
    assertEquals("b c", reply.header("x-a"));
    assertTrue(reply.keepAlive());
  }

  @Test
  void aChunkedBodyIsPutTogether() throws Exception {
    Reply reply =
        read(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n");
    assertEquals("abc0123456789", body(reply));
    assertTrue(reply.keepAlive());
  }

  @Test
  void withoutALengthTheBodyEndsWithTheConnection() throws Exception {
    Reply reply = read("HTTP/1.1 403 No\r\n\r\nall\r\nof it");
    assertEquals(403, reply.status());
    assertEquals("all of it", reply.excerpt());
    assertFalse(reply.keepAlive());
  }

  @Test
  void interimRepliesArePassedOver() throws Exception {
    Reply reply =
        read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 None\r\nConnection: close\r\n\r\n");
    assertEquals(204, reply.status());
    assertArrayEquals(new byte[0], reply.body());
    assertFalse(reply.keepAlive());
  }

  @Test
  void aCutOrForeignReplyIsAFault() {
    for (String said :
        List.of(
            "",
            "HTTP/1.1 200",
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab",
            "HTTP/1.1 200 OK\r\nContent-Length: -3\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nab",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
            "SSH-2.0-x\r\n\r\n",
            "HTTP/1.1 abc\r\n\r\n",
            "HTTP/1.1 200 OK\r\nA: " + "a".repeat(300_000) + "\r\n\r\n")) {
      assertThrows(IOException.class, () -> read(said), said);
    }
  }
}
