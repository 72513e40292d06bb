/** Tests of the function: in this process, and as a process under an emulated platform. */
@NullMarked
package dev.dragoman.function;

import org.jspecify.annotations.NullMarked;
