package dev.dragoman.lambda.emulator;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What comes in on one connection, read strictly, with a tape of every byte. */
final class Wire {

  private final Socket socket;
  private final InputStream in;
  private final ByteArrayOutputStream tape = new ByteArrayOutputStream();

  Wire(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  void rewind() {
    tape.reset();
  }

  byte[] tape() {
    return tape.toByteArray();
  }

  /** Whether the other side has closed; waits up to so many milliseconds to see it. */
  boolean closed(int millis) throws IOException {
    socket.setSoTimeout(millis);
    try {
      in.mark(1);
      int b = in.read();
      in.reset();
      return b < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } finally {
      socket.setSoTimeout(0);
    }
  }

  byte[] bytes(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    tape.write(bytes);
    if (bytes.length < count) {
      throw new EOFException("cut in the middle of a body");
    }
    return bytes;
  }

  /** A line without its CR LF; a bare CR or LF is a fault. */
  String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException("cut in the middle of a line");
      }
      tape.write(b);
      if (b == '\r') {
        int next = in.read();
        tape.write(next);
        if (next != '\n') {
          throw new ProtocolFault("CR without LF");
        }
        return line.toString(StandardCharsets.ISO_8859_1);
      }
      if (b == '\n') {
        throw new ProtocolFault("LF without CR");
      }
      line.write(b);
    }
  }

  Map<String, String> fields() throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    while (true) {
      String line = line();
      if (line.isEmpty()) {
        return fields;
      }
      int colon = line.indexOf(": ");
      if (colon < 1 || line.substring(0, colon).contains(" ")) {
        throw new ProtocolFault("no field: " + line);
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      if (fields.put(name, line.substring(colon + 2)) != null) {
        throw new ProtocolFault("field sent twice: " + name);
      }
    }
  }

  int chunkSize() throws IOException {
    String line = line();
    if (!line.matches("[0-9a-fA-F]{1,7}")) {
      throw new ProtocolFault("no chunk size: '" + line + "'");
    }
    return Integer.parseInt(line, 16);
  }
}
