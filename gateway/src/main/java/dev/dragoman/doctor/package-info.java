/**
 * Probes that ask a configured model live, through the gateway's own handler, what holds with it,
 * and what that cost.
 */
@NullMarked
package dev.dragoman.doctor;

import org.jspecify.annotations.NullMarked;
