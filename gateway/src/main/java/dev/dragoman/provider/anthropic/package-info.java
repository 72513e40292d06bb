/** The Messages API itself: Anthropic's, and that of all who offer it. */
@NullMarked
package dev.dragoman.provider.anthropic;

import org.jspecify.annotations.NullMarked;
