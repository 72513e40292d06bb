/** LiteLLM's config.yaml read into the gateway's own records. */
@NullMarked
package dev.dragoman.config;

import org.jspecify.annotations.NullMarked;
