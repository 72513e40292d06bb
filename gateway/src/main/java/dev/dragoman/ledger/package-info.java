/** What was used: one record a request. */
@NullMarked
package dev.dragoman.ledger;

import org.jspecify.annotations.NullMarked;
