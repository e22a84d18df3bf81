#!/bin/sh
# Seconds for twenty containers of one service from its POST to all running, and for twenty `docker run -d` at once of
# the same image, in the network that Troupe has made and in the engine's default one, which has no names; in turns on
# one engine. `bench/run containers [RUNS]`. The engine is the one of DOCKER_HOST, or a dockerd that is started for it
# with directories of its own (root). The image is made from busybox: no registry is asked.

. "$ROOT/bench/src/main/scripts/table.sh"
runs=${1:-5}
count=20
port=${PORT:-29672}
image=troupe-bench/sleep:1
work=$(mktemp -d "$SCRATCH/containers.XXXXXX") || exit 1
platform=
engine=
watcher=
bridge=trbench0

stop_all() {
  [ -z "$watcher" ] || kill "$watcher" 2> /dev/null
  [ -z "$platform" ] || {
    "$ROOT/cli/target/troupe/bin/troupe" down --all --data "$work/data" || kill "$platform"
    wait "$platform"
  } > /dev/null 2>&1
  docker ps -aq --filter "ancestor=$image" 2> /dev/null | xargs -r docker rm -f > /dev/null 2>&1
  [ -z "$engine" ] || {
    kill "$engine" && wait "$engine"
    ip link delete "$bridge"
    rm -rf "$engine_dir"
  } 2> /dev/null
  rm -rf "$work"
}
trap stop_all EXIT
trap 'exit 1' INT TERM

if [ -z "${DOCKER_HOST:-}" ]; then
  engine_dir=$(mktemp -d /tmp/troupe-bench-docker.XXXXXX) || exit 1
  ip link add "$bridge" type bridge && ip address add 172.31.251.1/24 dev "$bridge" && ip link set "$bridge" up || exit 1
  dockerd --data-root "$engine_dir/data" --exec-root "$engine_dir/exec" -H "unix://$engine_dir/sock" -p "$engine_dir/pid" \
    --bridge "$bridge" --iptables=false --ip6tables=false --ip-masq=false > "$work/dockerd.log" 2>&1 &
  engine=$!
  DOCKER_HOST=unix://$engine_dir/sock
  export DOCKER_HOST
fi
tries=0
until docker info > /dev/null 2>&1; do
  tries=$((tries + 1))
  [ "$tries" -lt 100 ] || {
    echo "bench/run: no Docker Engine answers at $DOCKER_HOST" >&2
    [ -z "$engine" ] || tail -n 5 "$work/dockerd.log" >&2
    exit 1
  }
  sleep 0.2
done

mkdir -p "$work/image/bin"
cp "$(command -v busybox)" "$work/image/bin/busybox" || exit 1
ln -s busybox "$work/image/bin/sleep"
tar -C "$work/image" -c . | docker import - "$image" > /dev/null || exit 1

api=http://127.0.0.1:$port
"$ROOT/troupe" version > /dev/null 2>&1 || exit 1 # builds when needed
"$ROOT/cli/target/troupe/bin/troupe" dev --listen "127.0.0.1:$port" --data "$work/data" > "$work/log" 2>&1 &
platform=$!
tries=0
until curl -sf -o /dev/null "$api/v2/health/ready"; do
  tries=$((tries + 1))
  [ "$tries" -lt 300 ] || {
    cat "$work/log" >&2
    exit 1
  }
  sleep 0.1
done
post() {
  curl -sf -o "$work/answer" -H 'Content-Type: application/json' --data-binary "$1" "$api/v2/apply" || {
    cat "$work/answer" >&2
    exit 1
  }
}
post '{"kind":"Namespace","meta":{"name":"bench"}}'

running() {
  docker ps -q --filter "ancestor=$image" --filter status=running | wc -l
}

# Has the engine tell of the starts from now on, and of their times. To ask it again and again would hold up what is
# measured.
watch_starts() {
  start=$(date +%s%N)
  : > "$work/starts"
  docker events --since "$(echo "$start" | sed 's/.\{9\}$/.&/')" --filter "image=$image" --filter event=start \
    --format '{{.TimeNano}}' > "$work/starts" &
  watcher=$!
}

# Adds the seconds until the last container has started to a file; ends the benchmark with what the platform said when
# that takes more than two minutes.
await_starts() {
  patience=$(($(date +%s) + 120))
  until [ "$(wc -l < "$work/starts")" -eq "$count" ]; do
    [ "$(date +%s)" -lt "$patience" ] || {
      echo "bench/run: $(running) containers run after two minutes, $count were to; the platform's last words:" >&2
      tail -n 5 "$work/log" "$work"/data/log/*.log >&2
      "$ROOT/cli/target/troupe/bin/troupe" get pods -n bench --server "$api" >&2
      exit 1
    }
    sleep 0.05
  done
  { kill "$watcher" && wait "$watcher"; } 2> /dev/null
  watcher=
  echo "$start $(tail -n 1 "$work/starts")" | awk '{ printf "%.3f\n", ($2 - $1) / 1e9 }' >> "$1"
}

await_none() {
  until [ "$(running)" -eq 0 ]; do
    sleep 0.2
  done
  sleep 1
}

troupe_round() {
  watch_starts
  post '{"kind":"Service","meta":{"name":"web'"$1"'","namespace":"bench"},"spec":{"replicas":'$count',"template":{"containers":[{"name":"main","image":{"name":"'$image'"},"command":["/bin/sleep","3600"]}]}}}'
  await_starts "$work/troupe"
  curl -sf -o /dev/null -X DELETE "$api/namespace/bench/service/web$1"
  await_none
}

docker_round() { # file, arguments of docker run
  to=$1
  shift
  watch_starts
  n=0
  starting=
  while [ "$n" -lt "$count" ]; do
    n=$((n + 1))
    docker run -d "$@" "$image" /bin/sleep 3600 > /dev/null &
    starting="$starting $!"
  done
  wait $starting
  await_starts "$to"
  docker ps -q --filter "ancestor=$image" | xargs docker rm -f > /dev/null
  await_none
}

i=0
while [ "$i" -lt "$runs" ]; do
  i=$((i + 1))
  troupe_round "$i"
  docker_round "$work/network" --network troupe
  docker_round "$work/default"
done
header
row "seconds, $count containers by troupe" "$work/troupe"
row "seconds, $count x docker run --network troupe" "$work/network"
row "seconds, $count x docker run" "$work/default"
ratio() { # label, file
  echo "$(median "$work/troupe") $(median "$2")" | awk -v label="$1" '{ printf "%-44s %12.2f\n", label, $1 / $2 }'
}
ratio "ratio to docker run --network troupe" "$work/network"
ratio "ratio to docker run" "$work/default"
machine
