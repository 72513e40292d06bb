/**
 * JSON as this gateway handles it: pulled, generated, and kept raw where nobody needs to look
 * inside.
 */
@NullMarked
package dev.dragoman.json;

import org.jspecify.annotations.NullMarked;
