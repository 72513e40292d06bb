/**
 * The stores behind the ports of the rooms above: DynamoDB and SQLite. The only room that knows a
 * database.
 */
@NullMarked
package dev.dragoman.store;

import org.jspecify.annotations.NullMarked;
