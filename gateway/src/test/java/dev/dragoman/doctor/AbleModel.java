package dev.dragoman.doctor;

import dev.dragoman.fixture.upstream.Heard;
import dev.dragoman.fixture.upstream.ModelAnswer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** A model that does all it is told: it looks into the files that reach it, and guesses nothing. */
public final class AbleModel {
  private static final Map<Integer, String> COLOURS =
      Map.of(0x0000FF, "Blue", 0xFFFF00, "yellow", 0xFF0000, "Red", 0x00A000, "green");

  private static final Pattern SECRET = Pattern.compile("secret word is (\\w+)");

  private static final String PAGE = "https://www.iana.org/help/example-domains";

  private AbleModel() {}

  /** What it answers to what it hears. */
  public static ModelAnswer answer(Heard heard) {
    String said = String.join("\n", heard.texts());
    ModelAnswer answer = ModelAnswer.empty();
    if (!heard.media().isEmpty()) {
      return answer.text(seen(heard.media().getFirst()));
    }
    // Where a form has no field for a schema it stands in words.
    if (!heard.schema().isMissingNode() || said.contains("herons stand")) {
      return answer.text("{\"bird\": \"heron\", \"count\": 7}");
    }
    if (said.contains("Search the web")) {
      return answer.search("IANA example domains", "Example Domains", PAGE).text(PAGE);
    }
    if (said.contains("six times seven")) {
      return answer.call("call_42", "record_answer", "{\"answer\":42}");
    }
    if (said.contains("Find the tool secret_word")) {
      return heard.tools().containsKey("call_loaded_tool")
          ? answer.call(
              "call_1",
              "call_loaded_tool",
              "{\"name\":\"secret_word\",\"input\":{\"key\":\"alpha\"}}")
          : answer.call("call_1", "secret_word", "{\"key\":\"alpha\"}");
    }
    if (heard.tools().containsKey("secret_word")) {
      return withSecrets(heard, said);
    }
    return inWords(said);
  }

  private static ModelAnswer withSecrets(Heard heard, String said) {
    ModelAnswer answer = ModelAnswer.empty();
    if (!heard.results().isEmpty()) {
      return answer.text("It gave: " + String.join(" and ", heard.results().values()));
    }
    if (said.contains("17 times 23")) {
      return answer
          .thinking("17 times 23 is 391.", "c2lnbmF0dXJlMQ==")
          .call("call_1", "secret_word", "{\"key\":\"391\"}");
    }
    ModelAnswer one = answer.call("call_1", "secret_word", "{\"key\":\"alpha\"}");
    return said.contains("in parallel")
        ? one.call("call_2", "secret_word", "{\"key\":\"beta\"}")
        : one;
  }

  private static ModelAnswer inWords(String said) {
    if (said.contains("kestrel")) {
      return ModelAnswer.of("Kestrel.").tokens(20, 0, 4, 0);
    }
    if (said.contains("Count from 1 to 30")) {
      return ModelAnswer.of(
          IntStream.rangeClosed(1, 30).mapToObj(String::valueOf).collect(Collectors.joining(" ")));
    }
    if (said.contains("alpha beta gamma delta")) {
      return ModelAnswer.of("alpha beta ");
    }
    int tokens = said.length() * 10 / 43;
    if (said.contains("the word two")) {
      return ModelAnswer.of("two").tokens(tokens, tokens - 50, 2, 0);
    }
    return ModelAnswer.of("yes").tokens(tokens, 0, 2, 0);
  }

  private static String seen(Heard.Media media) {
    byte[] bytes = Base64.getDecoder().decode(media.base64());
    if (media.mediaType().equals("application/pdf")) {
      Matcher secret = SECRET.matcher(new String(bytes, StandardCharsets.US_ASCII));
      return secret.find() ? "The word is " + secret.group(1) + "." : "There is no word.";
    }
    try {
      BufferedImage image = ImageIO.read(new ByteArrayInputStream(bytes));
      int y = image.getHeight() / 2;
      return colour(image, image.getWidth() / 4, y)
          + ", "
          + colour(image, image.getWidth() * 3 / 4, y);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String colour(BufferedImage image, int x, int y) {
    return COLOURS.getOrDefault(image.getRGB(x, y) & 0xFFFFFF, "none that I know");
  }
}
