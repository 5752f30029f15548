/**
 * The settings of a deployment: context init parameters and environment, parsed once, immutable.
 */
@NullMarked
package io.github.webrendezvous.settings;

import org.jspecify.annotations.NullMarked;
