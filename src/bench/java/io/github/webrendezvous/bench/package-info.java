/** Measures the product and its alternatives side by side; not part of the product. */
@NullMarked
package io.github.webrendezvous.bench;

import org.jspecify.annotations.NullMarked;
