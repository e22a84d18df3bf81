package io.troupe.persistence.storage;

import akka.actor.ClassicActorSystemProvider;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import io.troupe.persistence.cassandra.CassandraStore;
import io.troupe.persistence.history.EventStore;
import io.troupe.persistence.sqlite.SqliteStore;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// The kinds of storage there are. `troupe.storage` chooses one by its name in lower case.
public enum Storage {
  /// One file, one control member.
  SQLITE(SqliteStore::of, SqliteStore::load),
  /// A database of its own, any number of control members.
  CASSANDRA(CassandraStore::of, () -> {});

  private static final String SETTING = "troupe.storage";

  private final Function<ClassicActorSystemProvider, EventStore> store;
  private final Runnable load;

  Storage(Function<ClassicActorSystemProvider, EventStore> store, Runnable load) {
    this.store = store;
    this.load = load;
  }

  /// Does what opening it needs and no actor system is needed for; to be called on a thread of its
  /// own while the actor system starts.
  public void load() {
    load.run();
  }

  /// The storage of an actor system, opened by the first who asks.
  public static EventStore of(ClassicActorSystemProvider system) {
    return chosen(system.classicSystem().settings().config()).store.apply(system);
  }

  /// The kind that a configuration chooses.
  ///
  /// @throws ConfigException.BadValue when it names none
  public static Storage chosen(Config config) {
    String name = config.getString(SETTING);
    return Arrays.stream(values())
        .filter(one -> one.label().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new ConfigException.BadValue(
                config.origin(), SETTING, "`%s` is none of %s".formatted(name, labels())));
  }

  private static List<String> labels() {
    return Arrays.stream(values()).map(Storage::label).toList();
  }

  /// Its name in the configuration.
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What Akka has to be told to store there.
  public Config setUp() {
    return ConfigFactory.parseResources(
        Storage.class.getClassLoader(), "troupe-storage-" + label() + ".conf");
  }
}
