package dev.dragoman.provider.gemini;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.json.Json;
import dev.dragoman.json.RawJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schemas as Gemini takes them. */
class GeminiSchemaTest {
  @Test
  void aSchemaWithoutReferencesIsPassedOnByteForByte() {
    String schema = "{ \"type\":\"object\", \"properties\":{\"a\":{\"enum\":[1, \"\"]}} }";
    assertEquals(schema, mended(schema));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"$ref":"#/$defs/a","default":1} | {"type":"integer","default":1}
          {"$ref":"#/$defs/b~1c%20d"}      | {"type":"null"}
          {"$ref":"#/$defs/to"}            | {"type":"integer"}
          {"$ref":"#/$defs/none"}          | {"$ref":"#/$defs/none"}
          {"$ref":"https://x.test/a.json"} | {"$ref":"https://x.test/a.json"}
          {"items":{"$ref":"#/$defs/a"}}   | {"items":{"type":"integer"}}
          {"anyOf":[{"$ref":"#/$defs/a"}]} | {"anyOf":[{"type":"integer"}]}
          {"const":"x"}                    | {"enum":["x"]}
          {"const":-3}                     | {"enum":[-3]}
          {"const":null}                   | {"const":null}
          {"const":1,"enum":[1,2]}         | {"const":1,"enum":[1,2]}
          {"default":{"const":1}}          | {"default":{"const":1}}
          """)
  void referencesAndConstantsAreWrittenOut(String property, String written) {
    String schema =
        "{\"type\":\"object\",\"properties\":{\"p\":%s},\"$defs\":{\"a\":{\"type\":\"integer\"},"
                .formatted(property)
            + "\"b/c d\":{\"type\":\"null\"},\"to\":{\"$ref\":\"#/$defs/a\"}}}";
    assertEquals(
        "{\"type\":\"object\",\"properties\":{\"p\":%s}}".formatted(written), mended(schema));
  }

  @Test
  void aPropertyMayBeCalledAsAWordIs() {
    String schema =
        "{\"type\":\"object\",\"properties\":{\"const\":{\"const\":\"x\"},\"$ref\":{}}}";
    assertEquals(
        "{\"type\":\"object\",\"properties\":{\"const\":{\"enum\":[\"x\"]},\"$ref\":{}}}",
        mended(schema));
  }

  @Test
  void aReferenceToItselfStaysOneWithItsDefinition() {
    String node = "{\"properties\":{\"next\":{\"$ref\":\"#/$defs/n\",\"title\":\"t\"}}}";
    String mended =
        mended(
            "{\"type\":\"object\",\"items\":{\"$ref\":\"#/$defs/n\"},\"$defs\":{\"n\":"
                + node
                + "}}");
    assertTrue(mended.contains("\"next\":{\"$ref\":\"#/$defs/n\"}"), mended);
    assertTrue(mended.contains("\"$defs\":{\"n\":{\"properties\""), mended);
  }

  @Test
  void whatWouldGrowBeyondMeasureStaysReferences() {
    StringBuilder schema = new StringBuilder("{\"items\":{\"$ref\":\"#/$defs/d0\"},\"$defs\":{");
    for (int i = 0; i < 40; i++) {
      String next = "{\"$ref\":\"#/$defs/d%d\"}".formatted(i + 1);
      schema.append("\"d%d\":{\"anyOf\":[%s,%s]},".formatted(i, next, next));
    }
    String mended = mended(schema + "\"d40\":{}}}");
    assertTrue(mended.length() < 2_000_000, () -> "it is " + mended.length());
    assertTrue(mended.contains("{\"$ref\":"), "references stay");
  }

  @Test
  void aSchemaThatIsItselfAReferenceIsWhatItRefersTo() {
    String schema =
        "{\"$schema\":\"s\",\"$ref\":\"#/definitions/In\",\"definitions\":{\"In\":"
            + "{\"type\":\"object\",\"properties\":{}}}}";
    String written = Json.text(out -> GeminiSchema.writeParameters(RawJson.of(schema), out));
    assertEquals("{\"type\":\"object\",\"properties\":{},\"$schema\":\"s\"}", written);
  }

  @Test
  void parametersAreAnObject() {
    assertEquals(
        "{\"type\":\"object\"}",
        Json.text(out -> GeminiSchema.writeParameters(RawJson.of("{}"), out)));
  }

  private static String mended(String schema) {
    return Json.text(out -> GeminiSchema.write(RawJson.of(schema), out));
  }
}
