/** The real Claude Code, run headless against a gateway whose upstream is scripted. */
@NullMarked
package dev.dragoman.local.claude;

import org.jspecify.annotations.NullMarked;
