package dev.dragoman.doctor;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Files and texts that probes show to a model. */
final class Samples {
  /** Large enough for providers that refuse or misread tiny images. */
  private static final int SIDE = 128;

  /** A paragraph of ordinary English and code, about 100 tokens. */
  private static final String PASSAGE =
      """
      The harbour master keeps a ledger of every vessel that enters between dawn and dusk: its name, \
      its draught in decimetres, and the berth it is given. When two ships ask for one berth, the \
      deeper goes first. for (Ship ship : waiting) { if (ship.draught() > depth) { turnAway(ship); } \
      else { berths.put(ship.name(), next++); } } At night nothing is written; a lamp at the mole \
      counts the boats with two short flashes and a long one.
      """;

  private Samples() {}

  /** A PNG in base64: its left half of one colour, its right half of another ({@code 0xRRGGBB}). */
  static String picture(int left, int right) {
    ByteBuffer pixels = ByteBuffer.allocate(SIDE * (1 + 3 * SIDE));
    for (int y = 0; y < SIDE; y++) {
      pixels.put((byte) 0);
      for (int x = 0; x < SIDE; x++) {
        int colour = x < SIDE / 2 ? left : right;
        pixels.put((byte) (colour >> 16)).put((byte) (colour >> 8)).put((byte) colour);
      }
    }
    ByteBuffer head = ByteBuffer.allocate(13).putInt(SIDE).putInt(SIDE);
    // Eight bits a channel, RGB.
    head.put((byte) 8).put((byte) 2);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
    chunk("IHDR", head.array(), png);
    chunk("IDAT", deflated(pixels.array()), png);
    chunk("IEND", new byte[0], png);
    return Base64.getEncoder().encodeToString(png.toByteArray());
  }

  private static byte[] deflated(byte[] bytes) {
    byte[] out = new byte[bytes.length];
    try (Deflater deflater = new Deflater()) {
      deflater.setInput(bytes);
      deflater.finish();
      int length = deflater.deflate(out);
      return java.util.Arrays.copyOf(out, length);
    }
  }

  private static void chunk(String type, byte[] data, ByteArrayOutputStream png) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 check = new CRC32();
    check.update(name);
    check.update(data);
    png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    png.writeBytes(name);
    png.writeBytes(data);
    png.writeBytes(ByteBuffer.allocate(4).putInt((int) check.getValue()).array());
  }

  /** A PDF in base64 of one page with one line of text, which must be plain ASCII. */
  static String paper(String line) {
    String drawn = "BT /F1 24 Tf 40 100 Td (" + line + ") Tj ET";
    List<String> objects =
        List.of(
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 200]/Contents 4 0 R"
                + "/Resources<</Font<</F1 5 0 R>>>>>>",
            "<</Length " + drawn.length() + ">>stream\n" + drawn + "\nendstream",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
    StringBuilder pdf = new StringBuilder("%PDF-1.4\n");
    StringBuilder places = new StringBuilder("0000000000 65535 f \n");
    for (int i = 0; i < objects.size(); i++) {
      places.append("%010d 00000 n \n".formatted(pdf.length()));
      pdf.append(i + 1).append(" 0 obj\n").append(objects.get(i)).append("\nendobj\n");
    }
    int table = pdf.length();
    int count = objects.size() + 1;
    pdf.append("xref\n0 ").append(count).append('\n').append(places);
    pdf.append("trailer\n<</Size ").append(count).append("/Root 1 0 R>>\nstartxref\n");
    pdf.append(table).append("\n%%EOF\n");
    return Base64.getEncoder().encodeToString(pdf.toString().getBytes(StandardCharsets.US_ASCII));
  }

  /** So many numbered paragraphs, about 105 tokens each. */
  static String prose(int paragraphs) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= paragraphs; i++) {
      text.append(i).append(". ").append(PASSAGE).append('\n');
    }
    return text.toString();
  }

  /** More than so many tokens, however a model's tokens are cut: no token holds two numbers. */
  static String longerThan(int tokens) {
    StringBuilder text = new StringBuilder(4 * tokens);
    for (int i = 0; i <= tokens; i++) {
      text.append(100 + i % 900).append(' ');
    }
    return text.toString();
  }
}
