package dev.dragoman.provider;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses are OpenAI's own. At any other, {@code openai/} means a server of unknown make
 * that speaks OpenAI's older form.
 *
 * @see <a href="https://platform.openai.com/docs/guides/your-data#data-residency-controls">Regional
 *     hosts, {@code eu.api.openai.com} among them</a>
 */
public final class OpenAi {
  private static final String HOST = "api.openai.com";

  private OpenAi() {}

  /** Whether {@code target} is at OpenAI itself, also where its configuration says so at length. */
  public static boolean has(Deployment target) {
    return target.provider().equals("openai")
        && (target.apiBase() == null || isHost(URI.create(target.apiBase()).getHost()));
  }

  /** Whether a host is one of OpenAI's. */
  public static boolean isHost(@Nullable String host) {
    return host != null && (host.equals(HOST) || host.endsWith('.' + HOST));
  }
}
