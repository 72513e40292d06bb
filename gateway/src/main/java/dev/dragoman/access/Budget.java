package dev.dragoman.access;

import java.time.Instant;

/**
 * Limits with a name, which keys, users and teams can refer to. Each of them has the whole of it.
 *
 * @param id LiteLLM's {@code budget_id}
 */
public record Budget(String id, Limits limits, Instant created, Instant updated, long revision)
    implements Entry {}
