/** From a model name to the deployments that serve it. */
@NullMarked
package dev.dragoman.routing;

import org.jspecify.annotations.NullMarked;
