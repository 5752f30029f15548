/** Measures the product beside what a user would reach for instead; nothing of it is shipped. */
@NullMarked
package io.github.webrendezvous.bench;

import org.jspecify.annotations.NullMarked;
