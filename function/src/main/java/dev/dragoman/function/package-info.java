/**
 * The gateway as a Lambda function: events in, answers out, and the wiring from the environment.
 */
@NullMarked
package dev.dragoman.function;

import org.jspecify.annotations.NullMarked;
