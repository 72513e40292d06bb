package dev.dragoman.local.claude;

import dev.dragoman.fixture.upstream.ConverseForm;

/** Claude Code through Bedrock's Converse with a model that takes no PDFs in results of tools. */
final class ConverseNovaDialectIT extends DialectScenarios {
  ConverseNovaDialectIT() {
    super(ConverseForm.withKey("us.amazon.nova-2-lite-v1:0"));
  }
}
