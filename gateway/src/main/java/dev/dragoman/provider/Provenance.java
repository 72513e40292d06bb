package dev.dragoman.provider;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where thinking came from, and so who can read it again. A signature (OpenAI's encrypted
 * reasoning, Gemini's thought signature, a plain mark where a provider signs nothing) is good for
 * one dialect, one family of models and one account; it travels to the client and back wrapped in
 * these three, so that another model is never shown it.
 *
 * @param dialect the form of the API
 * @param family models that read each other's thinking
 * @param credentials the account, as a short hash of the address and the reference to its key
 */
public record Provenance(String dialect, String family, String credentials) {
  private static final String MARK = "dragoman1.";
  private static final int HASH = 8;

  /** Settings that say whose account it is, beside the key. */
  private static final List<String> ACCOUNTS =
      List.of("vertex_project", "aws_access_key_id", "aws_role_name");

  /**
   * {@code anthropic.claude-...}, {@code us.amazon.nova-...}: who made a model, and where it runs.
   */
  private static final Pattern MAKER = Pattern.compile("^(?:[a-z-]+\\.)+(?=[a-z])");

  private static final Pattern FAMILY = Pattern.compile("^[a-z]+(?:-?\\d+)?");

  /** The provenance of what {@code target} thinks. */
  public static Provenance of(String dialect, Deployment target) {
    StringBuilder account =
        new StringBuilder(target.provider())
            .append(' ')
            .append(target.apiBase())
            .append(' ')
            .append(target.apiKey() == null ? "" : target.apiKey().value());
    ACCOUNTS.forEach(name -> account.append(' ').append(target.settings().get(name)));
    return new Provenance(
        dialect, family(target.baseModel()), Sha256.hex(account.toString()).substring(0, HASH));
  }

  /** The name and the first number of a model: {@code gpt-5}, {@code o3}, {@code gemini-2}. */
  static String family(String model) {
    String name = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    Matcher family = FAMILY.matcher(MAKER.matcher(name).replaceFirst(""));
    return family.find() ? family.group() : name.replaceAll("[^a-z0-9-]", "_");
  }

  /** {@code signature} as the client keeps it. */
  public String wrap(String signature) {
    return prefix() + signature;
  }

  /**
   * The signature that {@link #wrap} was given; null if {@code wrapped} is of another provenance.
   */
  public @Nullable String unwrap(String wrapped) {
    String prefix = prefix();
    return wrapped.startsWith(prefix) ? wrapped.substring(prefix.length()) : null;
  }

  /** Whether a signature has passed through this gateway's wrapping, whatever its provenance. */
  public static boolean isWrapped(String signature) {
    return signature.startsWith(MARK);
  }

  private String prefix() {
    return MARK + dialect + '.' + family + '.' + credentials + '.';
  }
}
