package io.troupe.actors;

import io.troupe.persistence.cassandra.CassandraInDocker;

/// With a container, which the engine freezes and thaws.
class CassandraInDockerOutageTest extends CassandraOutageContract<CassandraInDocker> {
  @Override
  CassandraInDocker startCassandra() {
    return CassandraInDocker.start();
  }
}
