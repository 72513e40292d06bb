package dev.dragoman.exchange;

import dev.dragoman.access.Access;
import dev.dragoman.access.Allowances;
import dev.dragoman.access.Caller;
import dev.dragoman.access.Policy;
import dev.dragoman.ledger.Account;
import dev.dragoman.routing.ModelTable;
import dev.dragoman.wire.Headers;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who may send a request, to which model, within which limits. */
record Admission(Access access, Supplier<Policy> policy) {
  /**
   * The caller whose key stands in {@code headers}.
   *
   * @throws dev.dragoman.messages.ApiException {@code authentication_error}
   */
  Caller admit(Headers headers) {
    return access.admit(headers);
  }

  /**
   * The name to route by, of those that a caller means by {@code asked}.
   *
   * @param models all there are
   * @throws dev.dragoman.messages.ApiException {@code permission_error} if it may not use it
   */
  Named model(Caller caller, String asked, ModelTable models) {
    String name = caller.resolve(asked);
    String served = Models.served(models, name);
    String own = served == null ? name : served;
    caller.requireModel(name, own);
    return new Named(name, own);
  }

  /**
   * A model.
   *
   * @param name to route by
   * @param own by which its limits are set
   */
  record Named(String name, String own) {}

  /** What limits a request. */
  List<Account> limits(Caller caller, String model, @Nullable String session, Instant now) {
    return Allowances.of(caller, model, session, policy.get(), now);
  }
}
