package dev.dragoman.doctor;

import dev.dragoman.fixture.upstream.Heard;
import dev.dragoman.fixture.upstream.ModelAnswer;
import dev.dragoman.fixture.upstream.Received;
import dev.dragoman.fixture.upstream.UpstreamForm;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A provider that speaks a form and lacks what it could say in it: it refuses PDFs and prompts that
 * are too long in words of its own, and states no usage.
 *
 * @param window in bytes of a body
 * @param overflow what it says of a longer one
 * @param usage whether it states usage
 * @param pdf whether it takes PDFs
 */
record LackingForm(UpstreamForm form, int window, String overflow, boolean usage, boolean pdf)
    implements UpstreamForm {
  @Override
  public List<String> violations(Received request) {
    if (request.body().length > window) {
      return List.of(overflow);
    }
    List<String> found = new ArrayList<>(form.violations(request));
    if (found.isEmpty() && !pdf) {
      boolean sent =
          form.hear(request).media().stream()
              .anyMatch(media -> media.mediaType().equals("application/pdf"));
      if (sent) {
        found.add("files of this kind are not taken");
      }
    }
    return found;
  }

  @Override
  public Heard hear(Received request) {
    return form.hear(request);
  }

  @Override
  public Written write(ModelAnswer answer, Received request) {
    Written written = form.write(answer, request);
    boolean text = written.contentType().startsWith("text/") || isJson(written);
    return usage || !text ? written : withoutUsage(written);
  }

  private static boolean isJson(Written written) {
    return written.contentType().startsWith("application/json");
  }

  private static Written withoutUsage(Written written) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    written.pieces().forEach(all::writeBytes);
    String said =
        all.toString(StandardCharsets.UTF_8)
            .replace("\"usage\":", "\"not_usage\":")
            .replace("\"usageMetadata\":", "\"notUsage\":");
    return new Written(
        written.status(),
        written.contentType(),
        List.of(said.getBytes(StandardCharsets.UTF_8)),
        written.cut());
  }

  @Override
  public Written refuse(int status, String message) {
    return form.refuse(status, message);
  }

  @Override
  public List<String> deployment(String baseUrl) {
    return form.deployment(baseUrl);
  }
}
