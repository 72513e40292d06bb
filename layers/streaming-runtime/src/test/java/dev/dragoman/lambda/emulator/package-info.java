/**
 * A stand-in for the Lambda platform, for tests: the Runtime API on loopback, strict about the
 * protocol, and functions started as processes the way a managed runtime starts them.
 */
@NullMarked
package dev.dragoman.lambda.emulator;

import org.jspecify.annotations.NullMarked;
