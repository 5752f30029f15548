/** What a path means: keys, targets and several of them, with their parameters. */
@NullMarked
package io.github.webrendezvous.syntax;

import org.jspecify.annotations.NullMarked;
