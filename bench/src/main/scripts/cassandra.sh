# Sourced: a Cassandra 5.0 on loopback, from the libraries that Maven knows, for as long as a benchmark runs.
# It syncs its log before each answer (commitlog_sync: batch), as etcd does.

find_java_17() {
  for candidate in "${JAVA_17_HOME:-/nonexistent}" /usr/lib/jvm/java-17-openjdk*; do
    if [ -x "$candidate/bin/java" ]; then
      echo "$candidate/bin/java"
      return 0
    fi
  done
  echo "bench/run: Cassandra 5.0 runs on a JDK 17 and none is here: install openjdk-17-jre-headless, or set JAVA_17_HOME" >&2
  return 1
}

# start_cassandra DIRECTORY PORT: sets $cassandra to its process; PORT and the two after it are taken.
start_cassandra() {
  java17=$(find_java_17) || return 1
  libraries=$ROOT/cassandra-server/target/class-path
  [ -r "$libraries" ] || (cd "$ROOT" && mvn -q -B -ntp -pl cassandra-server process-resources) >&2 || return 1
  mkdir -p "$1/conf"
  cat > "$1/conf/cassandra.yaml" << YAML
cluster_name: troupe
num_tokens: 4
partitioner: org.apache.cassandra.dht.Murmur3Partitioner
data_file_directories: [$1/data]
commitlog_directory: $1/commitlog
saved_caches_directory: $1/caches
hints_directory: $1/hints
cdc_raw_directory: $1/cdc
commitlog_sync: batch
endpoint_snitch: SimpleSnitch
listen_address: 127.0.0.1
rpc_address: 127.0.0.1
native_transport_port: $2
storage_port: $(($2 + 1))
seed_provider:
  - class_name: org.apache.cassandra.locator.SimpleSeedProvider
    parameters: [{seeds: "127.0.0.1:$(($2 + 1))"}]
auto_snapshot: false
YAML
  cat > "$1/conf/logback.xml" << XML
<configuration>
  <appender name="out" class="ch.qos.logback.core.ConsoleAppender"><encoder><pattern>%d %-5level %logger{20} %msg%n</pattern></encoder></appender>
  <root level="INFO"><appender-ref ref="out"/></root>
</configuration>
XML
  opens=
  for package in java.io java.lang java.lang.module java.nio java.util jdk.internal.loader jdk.internal.math \
    jdk.internal.module jdk.internal.ref jdk.internal.reflect jdk.internal.util.jar sun.nio.ch; do
    opens="$opens --add-opens java.base/$package=ALL-UNNAMED"
  done
  for package in java.base/jdk.internal.misc java.base/jdk.internal.ref java.base/sun.nio.ch java.sql/java.sql \
    java.management.rmi/com.sun.jmx.remote.internal.rmi java.rmi/sun.rmi.registry java.rmi/sun.rmi.server \
    java.rmi/sun.rmi.transport.tcp; do
    opens="$opens --add-exports $package=ALL-UNNAMED"
  done
  # shellcheck disable=SC2086 # a list of options
  "$java17" -Xms800m -Xmx800m -Xss512k -XX:+UseSerialGC $opens \
    --add-opens jdk.management/com.sun.management.internal=ALL-UNNAMED \
    -Dcassandra.storagedir="$1" -Dcassandra.logdir="$1" -Dcassandra.config="file://$1/conf/cassandra.yaml" \
    -Dlogback.configurationFile="$1/conf/logback.xml" -Dcassandra.jmx.local.port="$(($2 + 2))" \
    -Dcassandra.ring_delay_ms=2000 -Dcassandra.skip_wait_for_gossip_to_settle=0 \
    -Dcassandra.superuser_setup_delay_ms=0 -Dcassandra-foreground=yes -Djava.awt.headless=true \
    -cp "$1/conf:$(cat "$libraries")" org.apache.cassandra.service.CassandraDaemon > "$1/out.log" 2>&1 &
  cassandra=$!
  until grep -q 'Starting listening for CQL clients' "$1/out.log" 2> /dev/null; do
    kill -0 "$cassandra" 2> /dev/null || {
      tail -n 20 "$1/out.log" >&2
      return 1
    }
    sleep 0.2
  done
}
