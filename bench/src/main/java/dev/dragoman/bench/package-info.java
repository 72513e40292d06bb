/** What is measured, and how: a scripted model server, a load generator, and their comparison. */
@NullMarked
package dev.dragoman.bench;

import org.jspecify.annotations.NullMarked;
