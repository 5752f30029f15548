package io.github.webrendezvous.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class NamesTest {
  private final List<Runnable> threads = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private final Names names = new Names(threads::add, this::resolve);
  private boolean known;

  private InetAddress[] resolve(String name) throws UnknownHostException {
    asked.add(name);
    if (!known) {
      throw new UnknownHostException(name);
    }
    return new InetAddress[] {InetAddress.getLoopbackAddress()};
  }

  @Test
  void anAddressNeedsNoThread() throws Exception {
    assertThat(names.lookUp(Host.parse("127.0.0.1"))).isCompleted();
    assertThat(threads).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void concurrentLookupsOfOneNameShareTheResult() throws Exception {
    CompletableFuture<InetAddress[]> first = names.lookUp(Host.parse("db"));
    CompletableFuture<InetAddress[]> second = names.lookUp(Host.parse("db"));
    assertThat(threads).hasSize(1);
    known = true;
    threads.get(0).run();
    assertThat(first).isCompleted();
    assertThat(second).isCompleted();
    assertThat(asked).containsExactly("db");
  }

  @Test
  void anErrorEndsOnlyOneLookup() throws Exception {
    List<BlockingCalls.Call> calls = new ArrayList<>();
    Names frail =
        new Names(
            calls::add,
            name -> {
              throw new StackOverflowError("thrown on purpose, to see that it is told");
            });
    CompletableFuture<InetAddress[]> broken = frail.lookUp(Host.parse("db"));
    calls.get(0).run();
    assertThat(broken).isCompletedExceptionally();
    CompletableFuture<InetAddress[]> withoutThread = frail.lookUp(Host.parse("db"));
    assertThat(calls).as("the next asks anew").hasSize(2);
    calls.get(1).notRun(new OutOfMemoryError("unable to create native thread"));
    assertThat(withoutThread).isCompletedExceptionally();
  }

  @Test
  void lookupsAreNotCached() throws Exception {
    CompletableFuture<InetAddress[]> early = names.lookUp(Host.parse("db"));
    threads.get(0).run();
    assertThat(early).isCompletedExceptionally();
    known = true;
    CompletableFuture<InetAddress[]> late = names.lookUp(Host.parse("db"));
    threads.get(1).run();
    assertThat(late).isCompleted();
  }
}
