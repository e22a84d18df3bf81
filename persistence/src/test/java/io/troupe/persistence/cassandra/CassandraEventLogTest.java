package io.troupe.persistence.cassandra;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.troupe.persistence.contract.EventLogContract;
import org.junit.jupiter.api.BeforeAll;

class CassandraEventLogTest extends EventLogContract {
  private static String keyspace;

  @BeforeAll
  static void createTables() {
    keyspace = SharedCassandra.keyspace();
  }

  @Override
  protected Config storage() {
    SharedCassandra.empty(keyspace);
    return ConfigFactory.parseString("troupe.cassandra.feed.buffer = 50")
        .withFallback(SharedCassandra.config(keyspace));
  }
}
