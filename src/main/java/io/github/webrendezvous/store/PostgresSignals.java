package io.github.webrendezvous.store;

import io.github.webrendezvous.rendezvous.Budget;
import io.github.webrendezvous.rendezvous.Caller;
import io.github.webrendezvous.rendezvous.Clock;
import io.github.webrendezvous.rendezvous.Cluster;
import io.github.webrendezvous.rendezvous.Key;
import io.github.webrendezvous.rendezvous.Recording;
import io.github.webrendezvous.rendezvous.Registry;
import io.github.webrendezvous.rendezvous.Replica;
import io.github.webrendezvous.rendezvous.Signal;
import io.github.webrendezvous.rendezvous.Signals;
import io.github.webrendezvous.settings.Durations;
import io.github.webrendezvous.settings.PostgresUrl;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * Signals in PostgreSQL, shared by all nodes with the same URL. Four threads have one connection
 * each: a {@link Writer}, a {@link Reader}, a {@link Listener} and a {@link Trimmer}. Thread-safe.
 */
public final class PostgresSignals implements Signals, AutoCloseable {
  /**
   * What it needs.
   *
   * @param listenUrl for notifications
   * @param timeout how long requests wait for the database
   * @param mostKeys how many keys may be signalled on all nodes together
   * @param mostBytes how many bytes their values may have
   */
  public record Configuration(
      PostgresUrl url, PostgresUrl listenUrl, Duration timeout, int mostKeys, long mostBytes) {}

  /** Rows that are removed in one transaction. */
  private static final int MOST_TRIMMED = 20_000;

  private static final String TOO_MANY =
      "Too many signals are waiting for the store; nothing was recorded";

  private final Configuration configuration;

  /** The bytes of values that are waiting to be recorded. */
  private final Budget room;

  private final Clock clock;
  private final Executor answering;
  private final Contact contact;
  private final History history;
  private final Nodes nodes;
  private final Writer writer;
  private final Reader reader;
  private final Listener listener;
  private final Trimmer trimmer;

  /**
   * Makes the tables, if the database answers; otherwise later.
   *
   * @param node the name of this node
   * @throws NewerSchemaException if a newer program has made them
   */
  public PostgresSignals(
      Configuration configuration,
      Driver driver,
      String node,
      Registry registry,
      Replica replica,
      Clock clock)
      throws NewerSchemaException {
    this.configuration = configuration;
    this.clock = clock;
    room = new Budget(configuration.mostBytes());
    answering = registry::elsewhere;
    Database database = new Database(driver, configuration.url());
    Database listened = Database.forNotifications(driver, configuration.listenUrl());
    contact = new Contact(clock, database.toString());
    Supplier<Replica> empty =
        () -> new Replica(clock, configuration.mostKeys(), configuration.mostBytes());
    history = new History(registry, replica, empty);
    Answers answers = new Answers(answering);
    nodes = new Nodes(node, registry::waits);
    writer =
        new Writer(new Session(database), replica, registry::waitedKeys, history, contact, answers);
    reader = new Reader(new Session(database), history, contact, answers, nodes, clock);
    listener = new Listener(new Session(listened), reader, contact, clock);
    trimmer = new Trimmer(new Session(database), new Trimming(empty, MOST_TRIMMED), clock);
    try (Connection connection = database.connect()) {
      Schema.create(connection);
      long unused = history.catchUp(connection);
    } catch (SQLException e) {
      contact.failed(e);
    }
  }

  /** Starts its threads. */
  public void start(Executor threads) {
    threads.execute(writer);
    threads.execute(reader);
    threads.execute(listener);
    threads.execute(trimmer);
  }

  private String silent() {
    String problem = contact.problem();
    return "The store has not answered within "
        + Durations.format(configuration.timeout())
        + (problem == null ? "" : " (" + problem + ")");
  }

  /** A change that waits to be recorded. */
  private final class Change<T> extends Pending<T> implements Writer.Write {
    private final Function<Replica.Plan, T> planner;

    /** Written and read by the writer's thread, and by the one that answers after it. */
    private @Nullable T result;

    Change(Function<Replica.Plan, T> planner) {
      super(
          clock,
          answering,
          configuration.timeout(),
          () -> silent() + "; nothing was recorded",
          () -> silent() + "; it is not known whether this was recorded");
      this.planner = planner;
    }

    @Override
    public void addTo(Replica.Plan plan) {
      result = planner.apply(plan);
    }

    @Override
    public void answer() {
      complete(Objects.requireNonNull(result));
    }
  }

  /**
   * Queues a change.
   *
   * @param bytes of its value, which are held until it is recorded
   */
  private <T> CompletableFuture<T> write(long bytes, Function<Replica.Plan, T> planner) {
    Change<T> change = new Change<>(planner);
    if (!room.take(bytes)) {
      change.fail(TOO_MANY);
      return change.future();
    }
    // The room is free before the request is answered, as the next one may follow at once.
    CompletableFuture<T> recorded =
        change.future().whenComplete((result, failure) -> room.giveBack(bytes));
    if (!writer.add(change)) {
      change.fail(TOO_MANY);
    }
    return recorded;
  }

  @Override
  public CompletableFuture<Recording> record(Key key, Signal signal, Caller caller) {
    long bytes = signal.value() == null ? 0 : signal.value().size();
    return write(bytes, plan -> plan.signal(key, signal, caller));
  }

  @Override
  public CompletableFuture<?> reset(Key key, Caller caller) {
    return write(
        0,
        plan -> {
          plan.reset(key, caller);
          return true;
        });
  }

  @Override
  public CompletableFuture<Integer> resetAll(String prefix, Caller caller) {
    return write(0, plan -> plan.resetAll(prefix, caller));
  }

  @Override
  public CompletableFuture<?> current(Duration longest) {
    Duration patience =
        longest.compareTo(configuration.timeout()) > 0 ? longest : configuration.timeout();
    Supplier<String> unknown = () -> silent() + "; it is not known what is signalled";
    Pending<Boolean> look = new Pending<>(clock, answering, patience, unknown, unknown);
    reader.look(look);
    return look.future();
  }

  @Override
  public Cluster cluster() {
    return new Cluster(
        nodes.own(), nodes.known(clock.nanos()), history.last(), contact.age(), contact.problem());
  }

  @Override
  public void close() {
    contact.close();
    writer.close();
    reader.close();
    listener.close();
    trimmer.close();
  }
}
