package dev.dragoman.provider.gemini;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.dragoman.json.Json;
import org.junit.jupiter.api.Test;

/** Parts of Google's own tools, which travel through the client as signatures. */
class ServerPartTest {
  private static final String PART =
      "{\"toolCall\":{\"id\":\"s1\",\"args\":{\"n\":1.50}},\"thoughtSignature\":\"c2ln\"}";

  @Test
  void aPartComesBackAsItWas() {
    String signed =
        new ServerPart("toolCall", "{\"id\":\"s1\",\"args\":{\"n\":1.50}}").signed("c2ln");
    assertEquals(PART, signed);
    assertTrue(ServerPart.is(signed));
    assertEquals(PART, Json.text(out -> ServerPart.write(signed, out)));
  }

  @Test
  void whatTheClientPutsBesideItIsNotSent() {
    String more = PART.substring(0, PART.length() - 1) + ",\"functionCall\":{\"name\":\"x\"}}";
    assertEquals(PART, Json.text(out -> ServerPart.write(more, out)));
  }

  @Test
  void whatIsNoWholeObjectIsNone() {
    assertFalse(ServerPart.is("c2ln"));
    assertFalse(ServerPart.is("{\"toolCall\":{}"));
    assertFalse(ServerPart.is(PART + "]}"));
    assertFalse(ServerPart.is(PART + ",{}"));
  }
}
