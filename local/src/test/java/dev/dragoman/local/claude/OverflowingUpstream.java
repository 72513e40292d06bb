package dev.dragoman.local.claude;

import dev.dragoman.fixture.HttpExchange;
import dev.dragoman.fixture.upstream.Heard;
import dev.dragoman.fixture.upstream.ModelAnswer;
import dev.dragoman.fixture.upstream.Received;
import dev.dragoman.fixture.upstream.UpstreamForm;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** An upstream for which a conversation with a tool's result is too long until it is summed up. */
final class OverflowingUpstream implements AutoCloseable {
  /** What is left of the conversation. */
  static final String SUMMARY = "The word was camel.";

  private final UpstreamForm form;
  private final String words;
  private final Duration thought;
  private final HttpExchange server;
  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final List<String> violations = new CopyOnWriteArrayList<>();

  /**
   * @param words in which it refuses
   * @param thought how long it takes to find out
   */
  OverflowingUpstream(UpstreamForm form, String words, Duration thought) {
    this.form = form;
    this.words = words;
    this.thought = thought;
    this.server = HttpExchange.start(this::answer);
  }

  /** The lines of {@code litellm_params} that lead here. */
  List<String> lines() {
    return form.deployment(server.baseUrl());
  }

  /** What the requests so far said. */
  List<Heard> heard() {
    return List.copyOf(heard);
  }

  /** Fails if its provider would have refused any request for its form. */
  void assertClean() {
    if (!violations.isEmpty()) {
      throw new AssertionError(String.join("\n", violations));
    }
  }

  private UpstreamForm.Written answer(Received request) {
    List<String> found = form.violations(request);
    if (!found.isEmpty()) {
      violations.addAll(found);
      return form.refuse(400, String.join(" | ", found));
    }
    Heard now = form.hear(request);
    heard.add(now);
    if (says(now, "detailed summary")) {
      return form.write(ModelAnswer.of("<summary>" + SUMMARY + "</summary>"), request);
    }
    if (!now.results().isEmpty()) {
      ScriptedDeployment.think(thought);
      return form.refuse(400, words);
    }
    String command = DialectScene.json(Map.of("command", "echo camel"));
    ModelAnswer answer =
        says(now, SUMMARY)
            ? ModelAnswer.of("I went on.")
            : ModelAnswer.empty().call("call_look", "Bash", command);
    return form.write(answer, request);
  }

  private static boolean says(Heard heard, String words) {
    return heard.texts().stream().anyMatch(text -> text.contains(words));
  }

  @Override
  public void close() {
    server.close();
  }
}
