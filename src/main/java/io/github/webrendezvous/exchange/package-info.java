/** Sends responses and reads bodies; no thread waits for a client. */
@NullMarked
package io.github.webrendezvous.exchange;

import org.jspecify.annotations.NullMarked;
