#!/bin/sh
# Mutations per second that the API has acknowledged, each of them one stored event with a value of 1 KiB, and their latency;
# beside it, in turns, `etcdctl check perf` (values of 1 KiB) on an etcd of one member on the same disk, with as many clients.
# `bench/run mutations [RUNS]`. Needs wrk; etcd is left out where there is none.
#
#   API=URL,...       measure this running control plane instead of one started here (its members in turn)
#   TOKEN             its token
#   ETCD_LOAD           xl (1,000 clients; l 500, m 200, s 50)
#   SECONDS_EACH        how long a round is, 60: what `etcdctl check perf` takes too
#   WARM                seconds of load before the first round, 60: after that nothing is compiled any more
#   CONNECTIONS       as many as etcd's clients, but for this

. "$ROOT/bench/src/main/scripts/table.sh"
runs=${1:-3}
port=${PORT:-29673}
case ${ETCD_LOAD:=xl} in
  s) clients=50 ;;
  m) clients=200 ;;
  l) clients=500 ;;
  xl) clients=1000 ;;
  *)
    echo "bench/run: ETCD_LOAD is s, m, l or xl, not $ETCD_LOAD" >&2
    exit 64
    ;;
esac
connections=${CONNECTIONS:-$clients}
seconds=${SECONDS_EACH:-60}
NAMESPACES=500
export NAMESPACES
command -v wrk > /dev/null || {
  echo "bench/run: no wrk on the PATH (apt-get install wrk)" >&2
  exit 1
}
work=$(mktemp -d "$SCRATCH/mutations.XXXXXX") || exit 1
platform=
etcd=
stop_all() {
  for process in $platform $etcd; do
    kill "$process" && wait "$process"
  done 2> /dev/null
  rm -rf "$work"
}
trap stop_all EXIT
trap 'exit 1' INT TERM

if [ -z "${API:-}" ]; then
  (cd "$ROOT" && ./troupe version > /dev/null 2>&1) || exit 1 # builds when needed
  "$ROOT/cli/target/troupe/bin/troupe" dev --listen "127.0.0.1:$port" --data "$work/data" --runtime sim > "$work/log" 2>&1 &
  platform=$!
  API=http://127.0.0.1:$port
  until curl -sf -o /dev/null "$API/v2/health/ready"; do
    kill -0 "$platform" || {
      cat "$work/log" >&2
      exit 1
    }
    sleep 0.1
  done
fi
first=${API%%,*}
i=0
while [ "$i" -lt "$NAMESPACES" ]; do
  echo "---"
  echo "{kind: Namespace, meta: {name: bench$i}}"
  i=$((i + 1))
done > "$work/namespaces.yml"
curl -sf -o "$work/answer" ${TOKEN:+-H "X-Lastbackend-Token: $TOKEN"} -H 'Content-Type: application/yaml' \
  --data-binary "@$work/namespaces.yml" "$first/v2/apply" || {
  echo "bench/run: the namespaces were not made: $(cat "$work/answer")" >&2
  exit 1
}

# One wrk for each member, all at once; a line with the sum of the rates and the worst latencies.
load() {
  members=$(echo "$API" | tr ',' '\n' | wc -l)
  rm -f "$work"/wrk.*
  waiting=
  for member in $(echo "$API" | tr ',' ' '); do
    wrk -t1 -c "$((connections / members))" -d "$1" --timeout 30s -s "$ROOT/bench/src/main/scripts/mutations.lua" "$member" \
      > "$work/wrk.$(echo "$member" | tr -c 'a-z0-9\n' _)" 2>&1 &
    waiting="$waiting $!"
  done
  wait $waiting
  awk '/^result/ { rate += $2; if ($3 > half) half = $3; if ($4 > most) most = $4; errors += $5 }
    END { print rate, half, most, errors + 0 }' "$work"/wrk.*
}

start_etcd() {
  etcd_url=http://127.0.0.1:$((port + 1))
  etcd --data-dir "$work/etcd$1" --listen-client-urls "$etcd_url" --advertise-client-urls "$etcd_url" \
    --listen-peer-urls "http://127.0.0.1:$((port + 2))" --initial-advertise-peer-urls "http://127.0.0.1:$((port + 2))" \
    --initial-cluster "default=http://127.0.0.1:$((port + 2))" --quota-backend-bytes 4294967296 > "$work/etcd.log" 2>&1 &
  etcd=$!
  until ETCDCTL_API=3 etcdctl --endpoints "$etcd_url" endpoint health > /dev/null 2>&1; do
    kill -0 "$etcd" || {
      cat "$work/etcd.log" >&2
      exit 1
    }
    sleep 0.2
  done
}

load "${WARM:-60}s" > /dev/null
round=0
while [ "$round" -lt "$runs" ]; do
  round=$((round + 1))
  load "${seconds}s" > "$work/round"
  read -r rate half most errors < "$work/round"
  echo "$rate" >> "$work/rate"
  echo "$half" >> "$work/half"
  echo "$most" >> "$work/most"
  [ "$errors" = 0 ] || echo "bench/run: $errors requests failed in round $round" >&2
  if command -v etcd > /dev/null && command -v etcdctl > /dev/null; then
    start_etcd "$round"
    ETCDCTL_API=3 etcdctl --endpoints "$etcd_url" check perf --load "$ETCD_LOAD" > "$work/perf" 2>&1
    tr '\r' '\n' < "$work/perf" | sed -n 's/.*Throughput[^0-9]*\([0-9][0-9]*\) writes.*/\1/p' >> "$work/reference"
    kill "$etcd" && wait "$etcd" 2> /dev/null
    etcd=
    rm -rf "$work/etcd$round"
  fi
done
header
row "mutations/s acknowledged, $connections connections" "$work/rate"
row "ms to acknowledgement, p50" "$work/half"
row "ms to acknowledgement, p99" "$work/most"
if [ -s "$work/reference" ]; then
  row "etcd writes/s, etcdctl check perf $ETCD_LOAD, $clients clients" "$work/reference"
  echo "$(median "$work/rate") $(median "$work/reference")" | awk '{ printf "%-44s %12.2f\n", "ratio", $1 / $2 }'
fi
machine
