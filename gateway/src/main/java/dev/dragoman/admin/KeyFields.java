package dev.dragoman.admin;

import dev.dragoman.access.Limits;
import dev.dragoman.access.VirtualKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A key as LiteLLM writes it. */
final class KeyFields {
  private KeyFields() {}

  /** The body of a request that makes or changes a key. */
  static Form form(Visit visit) {
    Form form = visit.form().lifting("metadata", "tags", "model_rpm_limit", "model_tpm_limit");
    form.only("key_type", "default");
    return form;
  }

  /** A key that nothing is said of yet. */
  static VirtualKey blank(NewKey key, String createdBy, Instant now) {
    return new VirtualKey(
        key.hash(),
        key.name(),
        null,
        null,
        null,
        List.of(),
        Map.of(),
        Limits.NONE,
        null,
        null,
        false,
        List.of(),
        Map.of(),
        Map.of(),
        createdBy,
        now,
        now,
        0);
  }

  /** The key as a form changes it. */
  static VirtualKey read(Form form, VirtualKey before, Instant now) {
    return new VirtualKey(
        before.id(),
        before.name(),
        form.or("key_alias", before.alias(), form::id),
        form.or("user_id", before.userId(), form::id),
        form.or("team_id", before.teamId(), form::id),
        form.or("models", before.models(), form::texts),
        form.or("aliases", before.aliases(), form::textMap),
        LimitFields.read(form, before.limits()),
        form.or("budget_id", before.budgetId(), form::id),
        expires(form, before, now),
        form.has("blocked") ? Boolean.TRUE.equals(form.flag("blocked")) : before.blocked(),
        form.or("tags", before.tags(), form::texts),
        form.or("metadata", before.metadata(), form::object),
        form.or("permissions", before.permissions(), form::object),
        before.createdBy(),
        before.created(),
        Entries.updated(before, now),
        before.revision() + 1);
  }

  private static @Nullable Instant expires(Form form, VirtualKey before, Instant now) {
    if (!form.has("duration")) {
      return before.expires();
    }
    String span = form.span("duration");
    return span == null || span.equals("-1") ? null : Spans.after(now, span);
  }

  /** The same key, blocked or not. */
  static VirtualKey blocked(VirtualKey key, boolean blocked, Instant now) {
    return new VirtualKey(
        key.id(),
        key.name(),
        key.alias(),
        key.userId(),
        key.teamId(),
        key.models(),
        key.aliases(),
        key.limits(),
        key.budgetId(),
        key.expires(),
        blocked,
        key.tags(),
        key.metadata(),
        key.permissions(),
        key.createdBy(),
        key.created(),
        Entries.updated(key, now),
        key.revision() + 1);
  }

  /** Another key in the place of one, as it stands under its own hash first: without the alias. */
  static VirtualKey successor(VirtualKey key, NewKey next, Instant now) {
    return aliased(blank(next, key.createdBy(), now), key, null, now);
  }

  /** A key with all that another says, and this alias. */
  static VirtualKey aliased(VirtualKey key, VirtualKey like, @Nullable String alias, Instant now) {
    return new VirtualKey(
        key.id(),
        key.name(),
        alias,
        like.userId(),
        like.teamId(),
        like.models(),
        like.aliases(),
        like.limits(),
        like.budgetId(),
        like.expires(),
        like.blocked(),
        like.tags(),
        like.metadata(),
        like.permissions(),
        like.createdBy(),
        like.created(),
        Entries.updated(key, now),
        key.revision() + 1);
  }

  /** Writes what is kept of a key: nothing that lets anybody in. */
  static void write(VirtualKey key, Shape shape) {
    shape
        .text("token", key.id())
        .text("key_name", key.name())
        .text("key_alias", key.alias())
        .text("user_id", key.userId())
        .text("team_id", key.teamId())
        .texts("models", key.models())
        .textMap("aliases", key.aliases());
    LimitFields.write(key.limits(), shape);
    shape
        .text("budget_id", key.budgetId())
        .time("expires", key.expires())
        .flag("blocked", key.blocked())
        .texts("tags", key.tags())
        .raws("metadata", key.metadata())
        .raws("permissions", key.permissions())
        .raws("config", Map.of())
        .text("created_by", key.createdBy())
        .time("created_at", key.created())
        .time("updated_at", key.updated());
  }

  /** Writes a key with what it has spent. */
  static void write(VirtualKey key, Spends spends, Shape shape) {
    write(key, shape);
    Spends.Spent spent = spends.of(key);
    shape.dollars("spend", spent.nanos()).time("budget_reset_at", spent.reset());
  }
}
