package dev.dragoman.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.EncodingType;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** The files that probes show are whole. */
final class SamplesTest {
  @Test
  void aPictureHasTwoHalves() throws Exception {
    byte[] png = Base64.getDecoder().decode(Samples.picture(0x0000FF, 0xFFFF00));
    BufferedImage image = Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(png)));
    assertEquals(128, image.getWidth());
    assertEquals(0xFF0000FF, image.getRGB(63, 127));
    assertEquals(0xFFFFFF00, image.getRGB(64, 0));
  }

  @Test
  void theTableOfAPaperSaysWhereItsObjectsStand() {
    String pdf =
        new String(
            Base64.getDecoder().decode(Samples.paper("The word.")), StandardCharsets.US_ASCII);
    assertTrue(pdf.startsWith("%PDF-") && pdf.endsWith("%%EOF\n"), pdf);
    Matcher place = Pattern.compile("(\\d{10}) 00000 n \n").matcher(pdf);
    int objects = 0;
    while (place.find()) {
      objects++;
      assertTrue(pdf.startsWith(objects + " 0 obj", Integer.parseInt(place.group(1))), pdf);
    }
    assertEquals(5, objects);
    Matcher start = Pattern.compile("startxref\n(\\d+)\n").matcher(pdf);
    assertTrue(start.find() && pdf.startsWith("xref", Integer.parseInt(start.group(1))), pdf);
    Matcher length = Pattern.compile("/Length (\\d+)>>stream\n").matcher(pdf);
    assertTrue(
        length.find()
            && pdf.startsWith("\nendstream", length.end() + Integer.parseInt(length.group(1))),
        pdf);
  }

  @Test
  void aPromptThatIsToBeTooLongIs() {
    int tokens =
        Encodings.newLazyEncodingRegistry()
            .getEncoding(EncodingType.O200K_BASE)
            .countTokensOrdinary(Samples.longerThan(5_000));
    assertTrue(tokens > 5_000, () -> tokens + " tokens");
  }
}
