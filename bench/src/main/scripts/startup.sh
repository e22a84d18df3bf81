#!/bin/sh
# Seconds from the start of the process until the API says that it is ready, and its resident memory some seconds later.
# `bench/run startup [RUNS]`; the platform runs on simulated containers and a new journal each time.

. "$ROOT/bench/src/main/scripts/table.sh"
runs=${1:-7}
port=${PORT:-29671}
work=$(mktemp -d "$SCRATCH/startup.XXXXXX") || exit 1
pid=
trap '[ -z "$pid" ] || kill "$pid" 2> /dev/null; rm -rf "$work"' EXIT INT TERM

(cd "$ROOT" && ./troupe version > /dev/null 2>&1) || exit 1 # builds when needed
i=0
while [ "$i" -lt "$runs" ]; do
  i=$((i + 1))
  rm -f "$work/said" && mkfifo "$work/said"
  : > "$work/log"
  start=$(date +%s%N)
  "$ROOT/cli/target/troupe/bin/troupe" dev --listen "127.0.0.1:$port" --data "$work/data$i" --runtime sim \
    > "$work/said" 2>&1 &
  pid=$!
  # the platform says when it is ready: to ask all the time would take the processor from it
  exec 3< "$work/said"
  line=
  until [ "${line#*is ready at}" != "$line" ]; do
    read -r line <&3 || {
      cat "$work/log" >&2
      echo "the platform ended before it was ready" >&2
      exit 1
    }
    echo "$line" >> "$work/log"
  done
  curl -sf -o /dev/null "http://127.0.0.1:$port/v2/health/ready" || {
    echo "the API does not answer though the platform says that it is ready" >&2
    exit 1
  }
  echo "$start $(date +%s%N)" | awk '{ printf "%.3f\n", ($2 - $1) / 1e9 }' >> "$work/ready"
  sleep 10
  awk '/^VmRSS/ { printf "%.1f\n", $2 / 1024 }' "/proc/$pid/status" >> "$work/rss"
  kill "$pid"
  wait "$pid" 2> /dev/null
  exec 3<&-
  pid=
done
header
row "seconds to a ready API" "$work/ready"
row "MiB resident after 10 s" "$work/rss"
machine
