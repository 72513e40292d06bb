/** The management API, in LiteLLM's shapes and under its paths. */
@NullMarked
package dev.dragoman.admin;

import org.jspecify.annotations.NullMarked;
