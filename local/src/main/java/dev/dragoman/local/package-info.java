/** The gateway behind a port of this machine, and the command line. */
@NullMarked
package dev.dragoman.local;

import org.jspecify.annotations.NullMarked;
