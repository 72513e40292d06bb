package dev.dragoman.exchange;

import dev.dragoman.credential.SecretRef;
import dev.dragoman.http.Request;
import dev.dragoman.json.RawJson;
import dev.dragoman.provider.Deployment;
import dev.dragoman.store.InMemoryStore;
import dev.dragoman.upstream.UpstreamClient;
import dev.dragoman.wire.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;

/** A process in which the gateway answers one request and ends: {@code PROVIDER MODEL ADDRESS}. */
final class OneRequest {
  private OneRequest() {}

  public static void main(String[] arguments) throws IOException {
    InMemoryStore store = new InMemoryStore();
    Deployment target =
        Deployment.of("m", arguments[0], arguments[1])
            .at(arguments[2], arguments[0].equals("bedrock") ? null : new SecretRef("some-key"))
            .withDefaults(
                Map.of(
                    "aws_access_key_id", RawJson.of("\"AKIA0\""),
                    "aws_secret_access_key", RawJson.of("\"secret\""),
                    "aws_region_name", RawJson.of("\"us-east-1\"")));
    store.mappings().put(target);
    Recorded answer = new Recorded();
    try (UpstreamClient client = new UpstreamClient(Clock.systemUTC())) {
      Gateway.in(Worlds.of(Worlds.kept(store), client, name -> null, Scene.KEY))
          .handle(
              new Request(
                  "POST",
                  "/v1/messages",
                  null,
                  Headers.of("x-api-key", Scene.KEY),
                  """
                  {"model": "m", "max_tokens": 100, "stream": true,
                   "messages": [{"role": "user", "content": "hello"}]}\
                  """
                      .getBytes(StandardCharsets.UTF_8)),
              answer);
    }
    System.out.print(answer.body());
  }
}
