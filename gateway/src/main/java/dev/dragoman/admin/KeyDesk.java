package dev.dragoman.admin;

import dev.dragoman.access.Allowances;
import dev.dragoman.access.Caller;
import dev.dragoman.access.Directory.Keys;
import dev.dragoman.access.Policy;
import dev.dragoman.access.Quota;
import dev.dragoman.access.VirtualKey;
import dev.dragoman.ledger.Account;
import dev.dragoman.ledger.Account.Measure;
import dev.dragoman.ledger.Accounts.Standing;
import dev.dragoman.messages.ApiException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes and changes keys. A key is named by itself or by its hash; only the answer that hands it
 * out has it.
 *
 * @see <a href="https://docs.litellm.ai/docs/proxy/virtual_keys">Virtual keys, LiteLLM</a>
 */
final class KeyDesk {
  static final List<Route> ROUTES =
      List.of(
          Route.post("/key/generate", Right.CHANGE_OWN, KeyDesk::generate),
          Route.post("/key/update", Right.CHANGE_OWN, KeyDesk::update),
          Route.post("/key/delete", Right.CHANGE_OWN, KeyDesk::delete),
          Route.post("/key/regenerate", Right.CHANGE_OWN, KeyDesk::regenerate),
          Route.post("/key/{key}/regenerate", Right.CHANGE_OWN, KeyDesk::regenerate),
          Route.post("/key/{key}/reset_spend", Right.CHANGE_ALL, KeyDesk::resetSpend),
          Route.post("/key/block", Right.CHANGE_ALL, visit -> block(visit, true)),
          Route.post("/key/unblock", Right.CHANGE_ALL, visit -> block(visit, false)));

  private KeyDesk() {}

  /** The key that a client names. */
  static VirtualKey find(Visit visit, String keyOrHash) {
    String hash = NewKey.hash(keyOrHash);
    if (hash == null) {
      throw Entries.missing("key", "of that name: name it by itself, or by its hash");
    }
    return Entries.find(keys(visit), "key", hash);
  }

  private static Keys keys(Visit visit) {
    return visit.office().directory().keys();
  }

  private static Answer generate(Visit visit) {
    Form form = KeyFields.form(visit);
    NewKey text = NewKey.asked(form, "key", visit.office().random());
    VirtualKey asked =
        KeyFields.read(form, KeyFields.blank(text, visit.actor(), visit.now()), visit.now());
    Long spend = spend(visit, form);
    form.done();
    return made(visit, make(visit, new Own(visit).making(asked), spend), text);
  }

  /** Writes a key that is new. */
  static VirtualKey make(Visit visit, VirtualKey key, @Nullable Long spend) {
    requireReferences(visit, key);
    requireFree(visit, key);
    if (visit.caller().isMaster() && key.id().equals(visit.caller().keyHash())) {
      throw Entries.taken("this is the master key");
    }
    if (Entries.look(keys(visit), key.id()).isPresent()) {
      throw Entries.taken("this key is there already");
    }
    new Spends(visit.office(), visit.now()).ready(null, key, spend);
    if (!keys(visit).put(key)) {
      requireFree(visit, key);
      throw Entries.taken("this key is there already");
    }
    visit.changed("created", "key", key.id(), null, key, KeyFields::write);
    return key;
  }

  private static Answer made(Visit visit, VirtualKey key, NewKey text) {
    Spends spends = new Spends(visit.office(), visit.now());
    return Answer.object(shape -> {
      shape.text("key", text.text()).text("token_id", key.id());
      KeyFields.write(key, spends, shape);
    });
  }

  private static Answer update(Visit visit) {
    Form form = KeyFields.form(visit);
    VirtualKey named = named(visit, form);
    Long spend = spend(visit, form);
    Spends spends = new Spends(visit.office(), visit.now());
    Own own = new Own(visit);
    KeyFields.read(form, named, visit.now());
    form.done();
    Entries.Change<VirtualKey> change =
        Entries.change(
            keys(visit),
            "key",
            named.id(),
            before -> {
              own.requireChange(before);
              VirtualKey after = KeyFields.read(form, before, visit.now());
              own.requireNarrower(before, after);
              requireReferences(visit, after);
              requireFree(visit, after);
              spends.ready(before, after, spend);
              return after;
            });
    visit.changed("updated", "key", named.id(), change.before(), change.after(), KeyFields::write);
    return record(visit, change.after());
  }

  /** By the key, its hash, or its alias alone. */
  private static VirtualKey named(Visit visit, Form form) {
    String key = form.id("key");
    if (key != null) {
      return find(visit, key);
    }
    String alias = form.id("key_alias");
    if (alias == null) {
      throw form.fault("key", "is required");
    }
    return keys(visit)
        .findByAlias(alias)
        .orElseThrow(() -> Entries.missing("key", "with the alias " + alias));
  }

  private static Answer record(Visit visit, VirtualKey key) {
    Spends spends = new Spends(visit.office(), visit.now());
    return Answer.object(shape -> {
      shape.text("key", key.id());
      KeyFields.write(key, spends, shape);
    });
  }

  private static Answer block(Visit visit, boolean blocked) {
    Form form = visit.form();
    VirtualKey named = find(visit, form.requiredId("key"));
    form.done();
    Entries.Change<VirtualKey> change =
        Entries.change(
            keys(visit), "key", named.id(), key -> KeyFields.blocked(key, blocked, visit.now()));
    visit.changed(
        blocked ? "blocked" : "unblocked",
        "key",
        named.id(),
        change.before(),
        change.after(),
        KeyFields::write);
    return record(visit, change.after());
  }

  private static Answer delete(Visit visit) {
    Form form = visit.form();
    List<String> texts = form.texts("keys");
    List<String> aliases = form.texts("key_aliases");
    form.done();
    if (texts.isEmpty() && aliases.isEmpty()) {
      throw ApiException.invalid("keys", "or key_aliases is required");
    }
    Set<VirtualKey> keys = new LinkedHashSet<>();
    texts.forEach(text -> keys.add(find(visit, text)));
    for (String alias : aliases) {
      keys.add(
          keys(visit)
              .findByAlias(alias)
              .orElseThrow(() -> Entries.missing("key", "with the alias " + alias)));
    }
    Own own = new Own(visit);
    keys.forEach(own::requireChange);
    keys.forEach(key -> remove(visit, key));
    List<String> gone = keys.stream().map(VirtualKey::id).toList();
    return Answer.object(shape -> shape.texts("deleted_keys", gone));
  }

  static void remove(Visit visit, VirtualKey key) {
    if (keys(visit).remove(key.id())) {
      visit.changed("deleted", "key", key.id(), key, null, KeyFields::write);
    }
  }

  /**
   * Puts a new key in the place of one, with all that it has, what it spent among it. Until the old
   * one is gone both are good, and the new one has no alias.
   */
  private static Answer regenerate(Visit visit) {
    Form form = KeyFields.form(visit);
    String sent = form.id("key");
    String part = visit.part();
    if (sent == null && part.isEmpty()) {
      throw form.fault("key", "is required");
    }
    VirtualKey old = find(visit, part.isEmpty() && sent != null ? sent : part);
    NewKey text = NewKey.asked(form, "new_key", visit.office().random());
    Own own = new Own(visit);
    own.requireChange(old);
    VirtualKey like = KeyFields.read(form, old, visit.now());
    own.requireNarrower(old, like);
    Long spend = spend(visit, form);
    form.done();
    requireReferences(visit, like);
    requireFree(visit, like);
    VirtualKey first = KeyFields.successor(like, text, visit.now());
    if (Entries.look(keys(visit), first.id()).isPresent()) {
      throw Entries.taken("new_key: this key is there already");
    }
    Spends spends = new Spends(visit.office(), visit.now());
    carry(visit, old, first);
    spends.ready(null, first, spend);
    if (!keys(visit).put(first)) {
      throw Entries.taken("new_key: this key is there already");
    }
    keys(visit).remove(old.id());
    VirtualKey last = first;
    if (like.alias() != null) {
      last =
          Entries.change(
                  keys(visit),
                  "key",
                  first.id(),
                  key -> KeyFields.aliased(key, like, like.alias(), visit.now()))
              .after();
    }
    visit.changed("rotated", "key", old.id(), old, last, KeyFields::write);
    return made(visit, last, text);
  }

  /** What was used of a key's budgets, or is being used, counts against its successor's. */
  private static void carry(Visit visit, VirtualKey old, VirtualKey next) {
    List<Account> from = budgets(visit, old);
    List<Account> to = budgets(visit, next);
    for (Account target : to) {
      String name = target.id().substring(("key/" + next.id()).length());
      from.stream()
          .filter(source -> source.id().equals("key/" + old.id() + name))
          .filter(source -> source.window().equals(target.window()))
          .map(visit.office().accounts()::standing)
          .mapToLong(KeyDesk::gone)
          .filter(used -> used > 0)
          .forEach(used -> visit.office().accounts().set(target, used));
    }
  }

  private static long gone(Standing standing) {
    return standing.used() + standing.reserved();
  }

  /** The accounts of money of a key, those of single models among them. */
  private static List<Account> budgets(Visit visit, VirtualKey key) {
    Quota quota = new Spends(visit.office(), visit.now()).quota(key);
    Caller holder = new Caller(key.id(), key, null, null, visit.caller().role(), List.of(quota));
    List<String> models = new ArrayList<>(quota.limits().models().keySet());
    models.add("");
    return models.stream()
        .flatMap(model -> Allowances.of(holder, model, null, Policy.DEFAULT, visit.now()).stream())
        .filter(account -> account.measure() == Measure.COST)
        .distinct()
        .toList();
  }

  private static Answer resetSpend(Visit visit) {
    VirtualKey key = find(visit, visit.part());
    Form form = visit.form();
    Long spend = form.dollars("reset_to");
    if (spend == null) {
      throw form.fault("reset_to", "is required");
    }
    form.done();
    new Spends(visit.office(), visit.now()).ready(key, key, spend);
    visit.changed(
        "updated",
        "key",
        key.id(),
        key,
        key,
        (each, shape) -> {
          KeyFields.write(each, shape);
          shape.dollars("reset_to", spend);
        });
    return record(visit, key);
  }

  private static @Nullable Long spend(Visit visit, Form form) {
    Long spend = form.dollars("spend");
    if (spend != null && !visit.changesAll()) {
      throw visit.forbidden("spend: only an admin says what a key has spent");
    }
    return spend;
  }

  private static void requireReferences(Visit visit, VirtualKey key) {
    if (key.teamId() != null
        && Entries.look(visit.office().directory().teams(), key.teamId()).isEmpty()) {
      throw ApiException.invalid("team_id", "there is no team " + key.teamId());
    }
    if (key.budgetId() != null
        && Entries.look(visit.office().directory().budgets(), key.budgetId()).isEmpty()) {
      throw ApiException.invalid("budget_id", "there is no budget " + key.budgetId());
    }
  }

  private static void requireFree(Visit visit, VirtualKey key) {
    boolean taken =
        key.alias() != null
            && Stream.of(key.alias())
                .flatMap(alias -> keys(visit).findByAlias(alias).stream())
                .anyMatch(other -> !other.id().equals(key.id()));
    if (taken) {
      throw ApiException.invalid("key_alias", "another key has the alias " + key.alias());
    }
  }
}
