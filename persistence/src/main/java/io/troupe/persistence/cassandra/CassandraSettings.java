package io.troupe.persistence.cassandra;

import com.typesafe.config.Config;
import java.time.Duration;
import java.util.List;

/// The section `troupe.cassandra`.
///
/// @param contactPoints where the driver begins, as `host:port`
/// @param keyspace holds all tables
/// @param tags by how many tags events are spread for queries by time; never changed later
/// @param partitionSize events of one resource per partition, as the plugin counts
/// @param reads how many reads one rebuild or resynchronisation has under way
/// @param probeInterval how often it is asked whether it answers
/// @param probeTimeout how long an answer may take
/// @param buffer how many events a subscriber may be behind before it reads from the tables
/// @param overlap how far before the revision given a subscription begins: what clocks and writes
///   may be apart
/// @param fillDelay how long a missing event may still arrive by itself before it is read
/// @param lookInterval how often the tables are looked through for what nobody told
/// @param lookBack how far back that look goes
/// @param farLookInterval how often it goes further back
/// @param farLookBack how far it then goes
record CassandraSettings(
    List<String> contactPoints,
    String keyspace,
    int tags,
    long partitionSize,
    int reads,
    Duration probeInterval,
    Duration probeTimeout,
    int buffer,
    Duration overlap,
    Duration fillDelay,
    Duration lookInterval,
    Duration lookBack,
    Duration farLookInterval,
    Duration farLookBack) {

  static CassandraSettings from(Config config) {
    Config own = config.getConfig("troupe.cassandra");
    Config feed = own.getConfig("feed");
    return new CassandraSettings(
        List.copyOf(own.getStringList("contact-points")),
        own.getString("keyspace"),
        own.getInt("tags"),
        config.getLong("akka.persistence.cassandra.journal.target-partition-size"),
        own.getInt("parallel-reads"),
        own.getDuration("probe-interval"),
        own.getDuration("probe-timeout"),
        feed.getInt("buffer"),
        feed.getDuration("overlap"),
        feed.getDuration("fill-delay"),
        feed.getDuration("look-interval"),
        feed.getDuration("look-back"),
        feed.getDuration("far-look-interval"),
        feed.getDuration("far-look-back"));
  }
}
