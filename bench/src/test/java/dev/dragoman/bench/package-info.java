@NullMarked
package dev.dragoman.bench;

import org.jspecify.annotations.NullMarked;
