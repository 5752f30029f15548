/** The servlet, its routes and handlers, the page and the API description. */
@NullMarked
package io.github.webrendezvous.web;

import org.jspecify.annotations.NullMarked;
