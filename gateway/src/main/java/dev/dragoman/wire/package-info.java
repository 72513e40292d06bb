/**
 * What goes over a wire, without its meaning: header fields, HTTP/1.1 messages (RFC 9112) and the
 * frames of event streams. Nothing here knows a provider, opens a connection or reads a clock.
 */
@NullMarked
package dev.dragoman.wire;

import org.jspecify.annotations.NullMarked;
