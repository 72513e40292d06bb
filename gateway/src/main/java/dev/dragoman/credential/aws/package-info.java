/** Signs requests with AWS Signature Version 4. */
@NullMarked
package dev.dragoman.credential.aws;

import org.jspecify.annotations.NullMarked;
