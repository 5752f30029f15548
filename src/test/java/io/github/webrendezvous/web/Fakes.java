package io.github.webrendezvous.web;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/** Servlet API objects that do what a test says, and nothing else. */
final class Fakes {
  private Fakes() {}

  static <T> T of(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
