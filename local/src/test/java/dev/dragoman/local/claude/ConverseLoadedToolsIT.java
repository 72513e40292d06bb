package dev.dragoman.local.claude;

import dev.dragoman.fixture.upstream.ConverseForm;

/** Tools that load later, through Bedrock's Converse with a model whose calls stand alone. */
final class ConverseLoadedToolsIT extends LoadedToolScenarios {
  ConverseLoadedToolsIT() {
    super(ConverseForm.withKey("us.meta.llama4-maverick-17b-instruct-v1:0"));
  }
}
