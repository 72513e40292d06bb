package dev.dragoman.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator sets for all callers.
 *
 * @param maxBudget nano-dollars in a window for the whole gateway ({@code
 *     litellm_settings.max_budget}); null for no limit
 * @param budgetDuration of that window ({@code litellm_settings.budget_duration})
 * @param sessionBudget nano-dollars for each session of any caller ({@code
 *     general_settings.max_budget_per_session}); null for no limit
 * @param openWhenUnreadable whether a caller who cannot be looked up is admitted all the same
 *     ({@code general_settings.allow_requests_on_db_unavailable})
 * @param storeModels whether models can be added by API ({@code
 *     general_settings.store_model_in_db})
 * @param secretPrefixes references that a model added by API may use ({@code
 *     general_settings.allowed_secret_prefixes}): {@code ssm:/dragoman/} ...; empty for none
 * @param openAddresses whether a model added by API may have an address on loopback, link-local or
 *     private networks ({@code general_settings.allow_private_api_base})
 */
public record Policy(
    @Nullable Long maxBudget,
    @Nullable String budgetDuration,
    @Nullable Long sessionBudget,
    boolean openWhenUnreadable,
    boolean storeModels,
    List<String> secretPrefixes,
    boolean openAddresses) {
  /** What holds where nothing is set. */
  public static final Policy DEFAULT = new Policy(null, null, null, false, true, List.of(), false);

  public Policy {
    secretPrefixes = List.copyOf(secretPrefixes);
  }
}
