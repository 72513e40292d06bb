package dev.dragoman.local.claude;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.dragoman.fixture.ChatRequest;
import dev.dragoman.fixture.ChatScript;
import dev.dragoman.fixture.ChatScripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Named;

/**
 * A session that counts by commands, a turn for each number. The first request of each turn meets
 * that turn's fault, whoever is asked; those after it are answered. One session of many faults
 * shows what many sessions of one fault each would, in less time.
 */
final class FaultyCount {
  private final List<Named<ChatScript>> faults;

  /** Who was asked for each turn, in order. */
  private final List<List<String>> asked = new ArrayList<>();

  FaultyCount(List<Named<ChatScript>> faults) {
    this.faults = List.copyOf(faults);
    faults.forEach(_ -> asked.add(new ArrayList<>()));
  }

  /**
   * The next answer.
   *
   * @param who is asked
   */
  synchronized ChatScript answer(String who, ChatRequest request) {
    int turn = request.messages("tool").size();
    if (turn < faults.size()) {
      asked.get(turn).add(who);
      if (asked.get(turn).size() == 1) {
        return faults.get(turn).getPayload();
      }
    }
    return counting(request, faults.size());
  }

  /** A call for each turn, then a text. */
  static ChatScript counting(ChatRequest request, int turns) {
    int done = request.messages("tool").size();
    return done == turns
        ? ChatScripts.text("Counted.")
        : ChatScripts.call(
            "call_" + done,
            "Bash",
            DialectScene.json(Map.of("command", "echo " + done + " >> count.txt")));
  }

  /** Fails unless each number was counted once, and each fault led to one more request. */
  synchronized void assertCounted(Path work) throws IOException {
    assertCounted(work, faults.size());
    assertEquals(
        byFault(_ -> 2), byFault(turn -> asked.get(turn).size()), "how often each was asked for");
  }

  /** Fails unless each number was counted once. */
  static void assertCounted(Path work, int turns) throws IOException {
    List<String> numbers = IntStream.range(0, turns).mapToObj(Integer::toString).toList();
    assertEquals(numbers, Files.readAllLines(work.resolve("count.txt")));
  }

  /** Fails unless another was asked after each fault. */
  synchronized void assertMoved() {
    assertEquals(
        byFault(_ -> 2), byFault(turn -> (int) asked.get(turn).stream().distinct().count()));
  }

  private Map<String, Integer> byFault(IntUnaryOperator figure) {
    return IntStream.range(0, faults.size())
        .boxed()
        .collect(
            Collectors.toMap(
                turn -> faults.get(turn).getName(),
                figure::applyAsInt,
                (a, b) -> a + b,
                LinkedHashMap::new));
  }
}
