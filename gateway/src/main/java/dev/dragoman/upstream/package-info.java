/**
 * The only HTTP client: HTTP/1.1 on blocking sockets, meant for virtual threads. It opens
 * connections, keeps them, and tells apart how they fail; it knows no provider.
 */
@NullMarked
package dev.dragoman.upstream;

import org.jspecify.annotations.NullMarked;
