package dev.dragoman.exchange;

import dev.dragoman.ledger.Accounts;
import dev.dragoman.ledger.Cost;
import dev.dragoman.ledger.UsageLedger;
import dev.dragoman.ledger.UsageRecord;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What the money of requests is written in.
 *
 * @param cost of a record, settled or about to be
 * @param settled hears of each record that was settled
 */
record Books(
    UsageLedger ledger,
    Accounts accounts,
    Function<UsageRecord, Cost> cost,
    Consumer<UsageRecord> settled) {}
