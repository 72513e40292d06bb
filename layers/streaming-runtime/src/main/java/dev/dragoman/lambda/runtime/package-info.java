/**
 * A Lambda Runtime API loop that streams: it polls for events, calls a {@link
 * com.amazonaws.services.lambda.runtime.RequestStreamHandler}, and sends what the handler writes as
 * it is flushed.
 *
 * <p>It depends on the JDK and on aws-lambda-java-core, and knows nothing of what handlers do.
 */
@NullMarked
package dev.dragoman.lambda.runtime;

import org.jspecify.annotations.NullMarked;
