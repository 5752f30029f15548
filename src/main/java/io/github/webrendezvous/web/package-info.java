/** HTTP: the servlet, the pages, the JSON, and the listener that builds everything. */
@NullMarked
package io.github.webrendezvous.web;

import org.jspecify.annotations.NullMarked;
