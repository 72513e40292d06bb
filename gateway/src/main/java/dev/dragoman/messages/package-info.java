/**
 * The Messages API as types: request, content blocks, tools, stream events, usage and errors, with
 * the codec between them and JSON.
 */
@NullMarked
package dev.dragoman.messages;

import org.jspecify.annotations.NullMarked;
