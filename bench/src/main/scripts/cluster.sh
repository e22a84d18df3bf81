#!/bin/sh
# Mutations per second of three control members on one Cassandra, all started here, as `bench/run mutations` measures them, with
# its etcd beside. `bench/run cluster [RUNS]`; all share the processors of this machine. Cassandra syncs before it answers.

. "$ROOT/bench/src/main/scripts/cassandra.sh"
cluster_port=${PORT:-29740}
trio=$(mktemp -d "$SCRATCH/cluster.XXXXXX") || exit 1
cassandra=
members=
stop_trio() {
  for process in $members $cassandra; do
    kill -9 "$process" && wait "$process"
  done 2> /dev/null
  rm -rf "$trio"
}
trap stop_trio EXIT
trap 'exit 1' INT TERM

(cd "$ROOT" && ./troupe version --client > /dev/null 2>&1) || exit 1 # builds when needed
troupe=$ROOT/cli/target/troupe/bin/troupe
start_cassandra "$trio/cassandra" "$cluster_port" || exit 1
"$troupe" storage init --contact-points "127.0.0.1:$cluster_port" --replication 1 > /dev/null 2> "$trio/init" || {
  cat "$trio/init" >&2
  exit 1
}
seeds=127.0.0.1:$((cluster_port + 11)),127.0.0.1:$((cluster_port + 12)),127.0.0.1:$((cluster_port + 13))
API=
for i in 1 2 3; do
  TROUPE_JAVA_OPTS="-Dtroupe.cassandra.contact-points.0=127.0.0.1:$cluster_port" \
    "$troupe" server --storage cassandra --seed "$seeds" --port "$((cluster_port + 10 + i))" --name "c$i" \
    --listen "127.0.0.1:$((cluster_port + 20 + i))" --data "$trio/c$i" > "$trio/c$i.log" 2>&1 &
  members="$members $!"
  API=$API${API:+,}http://127.0.0.1:$((cluster_port + 20 + i))
done
for member in $(echo "$API" | tr ',' ' '); do
  until curl -sf -o /dev/null "$member/v2/health/ready"; do
    for process in $members; do
      kill -0 "$process" 2> /dev/null || {
        cat "$trio"/c?.log >&2
        exit 1
      }
    done
    sleep 0.5
  done
done
export API
sh "$ROOT/bench/src/main/scripts/mutations.sh" "$@"
