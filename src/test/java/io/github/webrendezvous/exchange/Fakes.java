package io.github.webrendezvous.exchange;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/** Fake objects of the Servlet API. */
public final class Fakes {
  private Fakes() {}

  public static <T> T of(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  /** Starts a thread, and returns when it waits for another one or has ended. */
  public static Thread startUntilItWaits(Runnable task) {
    Thread started = new Thread(task);
    started.start();
    while (started.getState() != Thread.State.TIMED_WAITING && started.isAlive()) {
      Thread.onSpinWait();
    }
    return started;
  }

  /** The body of a response, which reports the bytes of each write. */
  public static ServletOutputStream body(IntConsumer written) {
    return new ServletOutputStream() {
      @Override
      public boolean isReady() {
        return true;
      }

      @Override
      public void setWriteListener(WriteListener listener) {
        throw new UnsupportedOperationException();
      }

      @Override
      public void write(int b) {
        throw new UnsupportedOperationException("all at once");
      }

      @Override
      public void write(byte[] bytes) {
        written.accept(bytes.length);
      }
    };
  }
}
