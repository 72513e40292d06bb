/**
 * Searches of the web on behalf of models whose providers have none: Anthropic's {@code web_search}
 * as a function that the gateway carries out. What is asked of a search service and what it answers
 * is pure; whoever runs the loop makes the connections.
 */
@NullMarked
package dev.dragoman.search;

import org.jspecify.annotations.NullMarked;
