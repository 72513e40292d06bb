package dev.dragoman.doctor;

import dev.dragoman.provider.ModelFacts;

/** Probes with files: what stands in them cannot be guessed. */
final class FileProbes {
  private static final int BLUE = 0x0000FF;
  private static final int YELLOW = 0xFFFF00;
  private static final int RED = 0xFF0000;
  private static final int GREEN = 0x00A000;

  private static final String NO_IMAGES =
      "supports_vision: false in model_info, so that Claude Code is told to leave images out";

  private static final String NO_PDF =
      "supports_pdf_input: false in model_info, so that Claude Code is told to leave PDFs out";

  private FileProbes() {}

  static Verdict image(Client client, ModelFacts facts) {
    String image = file("image", "image/png", Samples.picture(BLUE, YELLOW));
    String question =
        "Name the colour of this picture's left half and that of its right half, in English, and"
            + " nothing else.";
    Answer answer =
        client.ask(
            "\"max_tokens\":2000,\"messages\":[{\"role\":\"user\",\"content\":[%s,%s]}]"
                .formatted(image, "{\"type\":\"text\",\"text\":" + Client.quoted(question) + "}"));
    return seen(answer, NO_IMAGES, "blue", "yellow");
  }

  static Verdict imageInResult(Client client, ModelFacts facts) {
    String image = file("image", "image/png", Samples.picture(RED, GREEN));
    String question =
        "Open picture.png with open_file. Then name the colour of its left half and that of its"
            + " right half, in English, and nothing else.";
    return seen(opened(client, question, "picture.png", image), NO_IMAGES, "red", "green");
  }

  static Verdict pdfInResult(Client client, ModelFacts facts) {
    String paper = file("document", "application/pdf", Samples.paper("The secret word is walnut."));
    String question =
        "Open paper.pdf with open_file. Then say the secret word that stands in it, and nothing"
            + " else.";
    return seen(opened(client, question, "paper.pdf", paper), NO_PDF, "walnut");
  }

  private static Verdict seen(Answer answer, String setting, String... words) {
    Verdict trouble = Verdict.trouble(answer, setting);
    if (trouble != null) {
      return trouble;
    }
    Verdict says = Verdict.says(answer, words);
    return says.outcome() == Outcome.HOLDS ? says : says.setting(setting);
  }

  /** The answer after a call that gave {@code block}. */
  private static Answer opened(Client client, String question, String name, String block) {
    return client.ask(
        """
        "max_tokens":2000,"tools":[{"name":"open_file","description":"Shows a file.","input_schema":
          {"type":"object","properties":{"path":{"type":"string"}},"required":["path"]}}],
        "messages":[%s,
          {"role":"assistant","content":[{"type":"tool_use","id":"toolu_doctor_1",
            "name":"open_file","input":{"path":"%s"}}]},
          {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_doctor_1",
            "content":[%s]}]}]\
        """
            .formatted(ToolProbes.user(question), name, block));
  }

  private static String file(String type, String mediaType, String base64) {
    return "{\"type\":\"%s\",\"source\":{\"type\":\"base64\",\"media_type\":\"%s\",\"data\":\"%s\"}}"
        .formatted(type, mediaType, base64);
  }
}
