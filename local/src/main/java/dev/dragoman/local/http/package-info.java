/** An HTTP/1.1 server on blocking sockets, with a virtual thread for each connection. */
@NullMarked
package dev.dragoman.local.http;

import org.jspecify.annotations.NullMarked;
