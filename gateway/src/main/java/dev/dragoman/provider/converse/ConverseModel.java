package dev.dragoman.provider.converse;

import dev.dragoman.provider.Bedrock;
import dev.dragoman.provider.Deployment;

/**
 * What a family of models takes of the Converse API.
 *
 * @param cachePoints whether marks of a cached prefix are taken in system and messages
 * @param cachedTools whether they are taken behind tools
 * @param forced whether it can be made to call a tool
 * @param status whether a tool's result can be an error
 * @see <a
 *     href="https://docs.aws.amazon.com/bedrock/latest/userguide/conversation-inference-supported-models-features.html">
 *     Supported models and features</a>
 */
record ConverseModel(boolean cachePoints, boolean cachedTools, boolean forced, boolean status) {
  static ConverseModel of(Deployment target) {
    String name = Bedrock.modelId(target) + ' ' + target.baseModel();
    boolean claude = name.contains("anthropic.");
    boolean nova = name.contains("amazon.nova");
    return new ConverseModel(
        claude || nova, claude, claude || nova || name.contains("mistral."), claude || nova);
  }
}
