/** Tests of the local gateway, most of them on the process that a user starts. */
@NullMarked
package dev.dragoman.local;

import org.jspecify.annotations.NullMarked;
