#!/bin/sh
# A control member, and an agent, killed again and again: how long until the cluster goes on without it.
# `bench/run failover [KILLS]`: three members on a Cassandra started here, three agents of simulated containers.

. "$ROOT/bench/src/main/scripts/cassandra.sh"
port=${PORT:-29700}
work=$(mktemp -d "$SCRATCH/failover.XXXXXX") || exit 1
cassandra=
java=
stop_all() {
  for process in $java $cassandra; do
    kill "$process" && wait "$process"
  done 2> /dev/null
  [ -n "${KEEP:-}" ] || rm -rf "$work"
}
trap stop_all EXIT
trap 'exit 1' INT TERM

(cd "$ROOT" && ./troupe version --client > /dev/null 2>&1) || exit 1 # builds when needed
troupe=$ROOT/cli/target/troupe/bin/troupe
start_cassandra "$work/cassandra" "$port" || exit 1
"$troupe" storage init --contact-points "127.0.0.1:$port" --replication 1 > /dev/null 2> "$work/init" || {
  cat "$work/init" >&2
  exit 1
}
"$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx128m -XX:TieredStopAtLevel=1 \
  -cp "$ROOT/bench/target/classes:$(cat "$ROOT/bench/target/classpath")" io.troupe.bench.FailoverBench \
  --kills="${1:-30}" --dir="$work" --troupe="$troupe" --cassandra="127.0.0.1:$port" &
java=$!
wait "$java"
status=$?
java=
exit "$status"
