/** The catalogue of providers: which name is served by whom. */
@NullMarked
package dev.dragoman.provider.catalogue;

import org.jspecify.annotations.NullMarked;
