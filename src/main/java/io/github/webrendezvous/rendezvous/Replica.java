package io.github.webrendezvous.rendezvous;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All signals of a store, as far as this node has applied their changes. The same changes in the
 * same order lead every node to the same latches: time comes from the changes, and the limits are
 * checked before a change is recorded. Thread-safe; its lock is the last one to be taken.
 */
public final class Replica {
  /** In place of a time at which a latch expires. */
  private static final long NEVER = Long.MAX_VALUE;

  /**
   * The latch of one key.
   *
   * @param expiresMicros by the store's clock
   */
  private record Entry(Latch latch, long expiresMicros) {
    boolean isExpired(long micros) {
      return micros >= expiresMicros;
    }
  }

  private final Clock clock;
  private final int mostKeys;
  private final long mostBytes;

  /** By the name of the key; the one that was changed longest ago comes first. */
  @GuardedBy("this")
  private Map<String, Entry> entries = new LinkedHashMap<>();

  @GuardedBy("this")
  private long bytes;

  /** Nothing expires before, so that only few looks for what has expired visit all keys. */
  @GuardedBy("this")
  private long firstExpiryMicros = NEVER;

  /**
   * @param mostKeys how many keys may be signalled on all nodes together
   * @param mostBytes how many bytes their values, reasons and ids may have
   */
  public Replica(Clock clock, int mostKeys, long mostBytes) {
    this.clock = clock;
    this.mostKeys = mostKeys;
    this.mostBytes = mostBytes;
  }

  /** The latch of a key; it may have expired. */
  synchronized Latch latch(String path) {
    Entry entry = entries.get(path);
    return entry == null ? Latch.NONE : entry.latch();
  }

  /** How many bytes values, reasons and ids have together. */
  synchronized long bytes() {
    return bytes;
  }

  /** Applies a signal, and returns the latch that it leads to. */
  synchronized Latch signalled(Change.Signalled change, long nowMicros) {
    Entry next = after(entries.get(change.key().name()), change, nowMicros);
    put(change.key().name(), next);
    return next.latch();
  }

  /** Applies a change. */
  public synchronized void apply(Change change, long nowMicros) {
    if (change instanceof Change.Signalled signalled) {
      Latch unused = signalled(signalled, nowMicros);
    } else if (change instanceof Change.Reset reset) {
      forget(reset.key().name());
    } else if (change instanceof Change.ResetAll all) {
      keys(all.prefix()).forEach(this::forget);
    } else if (change instanceof Change.Forgotten forgotten) {
      forget(forgotten.key().name());
    }
  }

  private Entry after(@Nullable Entry before, Change.Signalled change, long nowMicros) {
    Latch latch =
        before == null || before.isExpired(change.atMicros()) ? Latch.NONE : before.latch();
    Signal signal = change.signal();
    long nanos = clock.nanos() - (nowMicros - change.atMicros()) * 1_000;
    Latch next =
        latch.after(signal, change.key().name(), change.caller().name(), change.atMicros(), nanos);
    return new Entry(
        next, signal.ttl() == null ? NEVER : change.atMicros() + signal.ttl().toNanos() / 1_000);
  }

  @GuardedBy("this")
  private void put(String path, Entry next) {
    forget(path);
    entries.put(path, next);
    firstExpiryMicros = Math.min(firstExpiryMicros, next.expiresMicros());
    bytes += next.latch().bytes();
  }

  /** Removes the latch of a key. */
  synchronized void forget(String path) {
    Entry removed = entries.remove(path);
    if (removed != null) {
      bytes -= removed.latch().bytes();
    }
  }

  /** The keys whose name begins so. */
  public synchronized List<String> keys(String prefix) {
    return entries.keySet().stream().filter(path -> path.startsWith(prefix)).toList();
  }

  /** Drops what has expired; every node forgets it by its own timers. */
  public synchronized void dropExpired(long nowMicros) {
    if (nowMicros < firstExpiryMicros) {
      return;
    }
    firstExpiryMicros = NEVER;
    List<String> expired = new ArrayList<>();
    for (Map.Entry<String, Entry> each : entries.entrySet()) {
      if (each.getValue().isExpired(nowMicros)) {
        expired.add(each.getKey());
      } else {
        firstExpiryMicros = Math.min(firstExpiryMicros, each.getValue().expiresMicros());
      }
    }
    expired.forEach(this::forget);
  }

  /** Everything, for a store to keep. */
  public synchronized List<SavedLatch> saved() {
    List<SavedLatch> saved = new ArrayList<>();
    entries.forEach((path, entry) -> saved.add(saved(path, entry)));
    return saved;
  }

  /** What the signals of a key have led to; null if it has none. */
  public synchronized @Nullable SavedLatch saved(Key key) {
    Entry entry = entries.get(key.name());
    return entry == null ? null : saved(key.name(), entry);
  }

  private static SavedLatch saved(String path, Entry entry) {
    Long expires = entry.expiresMicros() == NEVER ? null : entry.expiresMicros();
    return entry.latch().saved(new Key(path), expires);
  }

  /** Replaces everything, and returns the names of all keys that were or are signalled. */
  public synchronized Set<String> restore(List<SavedLatch> saved, long nowMicros) {
    Set<String> keys = new LinkedHashSet<>(entries.keySet());
    entries = new LinkedHashMap<>();
    bytes = 0;
    for (SavedLatch each : saved) {
      Long expires = each.expiresMicros();
      if (expires == null || expires > nowMicros) {
        Long nanos = expires == null ? null : clock.nanos() + (expires - nowMicros) * 1_000;
        put(each.key().name(), new Entry(Latch.of(each, nanos), expires == null ? NEVER : expires));
        keys.add(each.key().name());
      }
    }
    return keys;
  }

  /**
   * A plan for changes that are recorded together.
   *
   * @param waits the keys that this node has waits for; they are not forgotten to make room
   * @param atMicros the time by the store's clock
   */
  public Plan plan(Supplier<Set<String>> waits, long atMicros) {
    return new Plan(waits, atMicros);
  }

  /**
   * Changes that are about to be recorded, checked against the limits and against each other. Only
   * for one thread, while nothing else is applied.
   */
  public final class Plan {
    private final Supplier<Set<String>> waits;

    /** Null until it is needed, as it takes a look at every key. */
    private @Nullable Set<String> waited;

    private final long atMicros;
    private final List<Change> changes = new ArrayList<>();

    /** The keys that the changes lead to another latch; null is that they have none. */
    private final Map<String, @Nullable Entry> changed = new HashMap<>();

    private long keysAfter;
    private long bytesAfter;

    private Plan(Supplier<Set<String>> waits, long atMicros) {
      this.waits = waits;
      this.atMicros = atMicros;
      synchronized (Replica.this) {
        keysAfter = entries.size();
        bytesAfter = bytes;
      }
    }

    /** The changes, in their order. */
    public List<Change> changes() {
      return changes;
    }

    private Set<String> waited() {
      if (waited == null) {
        waited = waits.get();
      }
      return waited;
    }

    private @Nullable Entry entry(String path) {
      if (changed.containsKey(path)) {
        return changed.get(path);
      }
      synchronized (Replica.this) {
        return entries.get(path);
      }
    }

    private void set(String path, @Nullable Entry next) {
      Entry before = entry(path);
      keysAfter += (next == null ? 0 : 1) - (before == null ? 0 : 1);
      bytesAfter +=
          (next == null ? 0 : next.latch().bytes()) - (before == null ? 0 : before.latch().bytes());
      changed.put(path, next);
    }

    /** Adds a signal; its result, as if it were recorded. */
    public Recording signal(Key key, Signal signal, Caller caller) {
      Entry known = entry(key.name());
      Entry before = known != null && known.isExpired(atMicros) ? null : known;
      if (signal.first() && before != null) {
        return new Recording.Preceded(before.latch().caller(), before.latch().value());
      }
      Change.Signalled change = new Change.Signalled(key, signal, caller, atMicros);
      Entry next = after(before, change, atMicros);
      long more = next.latch().bytes() - (known == null ? 0 : known.latch().bytes());
      if (more > 0 && !makeRoom(more, key.name(), caller)) {
        Signal bare = signal.withoutWhatTakesRoom();
        return bare == null
            ? new Recording.NoRoom(new Limit(Limit.Kind.VALUE_BYTES, mostBytes))
            : signal(key, bare, caller);
      }
      if (known == null && keysAfter >= mostKeys) {
        forgetOldest(1 + mostKeys / PART_FORGOTTEN, 0, key.name(), caller);
        if (keysAfter >= mostKeys) {
          return new Recording.NoRoom(new Limit(Limit.Kind.KEYS, mostKeys));
        }
      }
      set(key.name(), next);
      changes.add(change);
      return new Recording.Recorded(null);
    }

    private boolean makeRoom(long more, String forWhom, Caller caller) {
      if (bytesAfter + more <= mostBytes) {
        return true;
      }
      Entry own = entry(forWhom);
      long others = bytesAfter - (own == null ? 0 : own.latch().bytes());
      if (bytesAfter + more - others > mostBytes) {
        return false;
      }
      forgetOldest(0, bytesAfter + more - mostBytes, forWhom, caller);
      return bytesAfter + more <= mostBytes;
    }

    /** Forgets at least that many keys, and more until that many bytes are free. */
    private void forgetOldest(int keys, long bytesNeeded, String except, Caller caller) {
      List<String> oldest;
      synchronized (Replica.this) {
        oldest = new ArrayList<>(entries.keySet());
      }
      long wanted = bytesAfter - bytesNeeded;
      int forgotten = 0;
      for (String path : oldest) {
        if (forgotten >= keys && bytesAfter <= wanted) {
          return;
        }
        boolean stays = path.equals(except) || changed.containsKey(path) || waited().contains(path);
        Entry entry = stays ? null : entry(path);
        if (entry != null && (forgotten < keys || entry.latch().bytes() > 0)) {
          set(path, null);
          changes.add(new Change.Forgotten(new Key(path), caller, atMicros));
          forgotten++;
        }
      }
    }

    /** Adds a reset. */
    public void reset(Key key, Caller caller) {
      set(key.name(), null);
      changes.add(new Change.Reset(key, caller, atMicros));
    }

    /**
     * Adds a reset of every key whose name begins so, and returns how many were signalled, or have
     * waits on this node.
     */
    public int resetAll(String prefix, Caller caller) {
      Set<String> known = new LinkedHashSet<>(keys(prefix));
      changed.forEach(
          (path, entry) -> {
            if (entry == null) {
              known.remove(path);
            } else if (path.startsWith(prefix)) {
              known.add(path);
            }
          });
      known.forEach(path -> set(path, null));
      waited().stream().filter(path -> path.startsWith(prefix)).forEach(known::add);
      changes.add(new Change.ResetAll(prefix, caller, atMicros));
      return known.size();
    }
  }

  /** A search for the oldest visits all keys, so several are forgotten at once. */
  private static final int PART_FORGOTTEN = 16;
}
