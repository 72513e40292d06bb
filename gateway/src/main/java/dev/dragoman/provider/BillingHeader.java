package dev.dragoman.provider;

import dev.dragoman.messages.ContentBlock;

/**
 * What Claude Code puts before its system prompt for Anthropic's accounts. It differs between
 * conversations, so that with it no other provider's cache of prompts would ever hit.
 */
public final class BillingHeader {
  private static final String START = "x-anthropic-billing-header:";

  private BillingHeader() {}

  /** Whether it is one. */
  public static boolean is(ContentBlock.Text block) {
    return block.text().startsWith(START);
  }
}
