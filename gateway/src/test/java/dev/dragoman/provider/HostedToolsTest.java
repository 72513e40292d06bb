package dev.dragoman.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.json.RawJson;
import dev.dragoman.messages.Tool;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostedToolsTest {
  private static String schema(String type, String raw) {
    Tool.Hosted tool = new Tool.Hosted(type, "n", RawJson.of(raw), false);
    return Objects.requireNonNull(HostedTools.function(tool)).inputSchema().toString();
  }

  @ParameterizedTest
  @CsvSource({
    "bash_20241022, restart",
    "bash_20250124, restart",
    "text_editor_20241022, undo_edit",
    "text_editor_20250124, undo_edit",
    "text_editor_20250429, insert_text",
    "text_editor_20250728, insert_text",
    "memory_20250818, new_path",
    "computer_20241022, cursor_position",
    "computer_20250124, scroll_direction",
    "computer_20251124, hold_key"
  })
  void aToolThatTheClientRunsIsAFunction(String type, String part) {
    assertTrue(schema(type, "{}").contains("\"" + part + "\""));
  }

  @Test
  void laterEditorsUndoNothingAndOnlyAskedForComputersZoom() {
    assertFalse(schema("text_editor_20250728", "{}").contains("undo_edit"));
    assertFalse(schema("computer_20251124", "{}").contains("zoom"));
    assertTrue(schema("computer_20251124", "{\"enable_zoom\":true}").contains("\"zoom\""));
  }

  @Test
  void itKeepsItsNameAndAComputerItsSize() {
    Tool.Custom tool =
        Objects.requireNonNull(
            HostedTools.function(
                new Tool.Hosted(
                    "computer_20250124",
                    "computer",
                    RawJson.of("{\"display_width_px\":1024,\"display_height_px\":768}"),
                    false)));
    assertEquals("computer", tool.name());
    assertTrue(Objects.requireNonNull(tool.description()).contains("1024 x 768"));
  }

  @Test
  void whatAnthropicRunsIsNone() {
    assertNull(
        HostedTools.function(
            new Tool.Hosted("web_search_20250305", "web_search", RawJson.of("{}"), false)));
  }
}
