package io.troupe.persistence.cassandra;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import java.net.InetSocketAddress;

/// Sessions of tests with a Cassandra.
final class CassandraSessions {
  private CassandraSessions() {}

  static CqlSession open(String contactPoint) {
    int colon = contactPoint.lastIndexOf(':');
    return CqlSession.builder()
        .addContactPoint(
            new InetSocketAddress(
                contactPoint.substring(0, colon),
                Integer.parseInt(contactPoint.substring(colon + 1))))
        .withLocalDatacenter("datacenter1")
        .withConfigLoader(
            DriverConfigLoader.fromString(
                """
                datastax-java-driver {
                  basic.request.timeout = 30s
                  advanced.connection.connect-timeout = 15s
                  advanced.connection.init-query-timeout = 30s
                }
                """))
        .build();
  }
}
