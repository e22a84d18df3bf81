#!/bin/sh
# Starts a process on a host, away from whoever asked for it: it becomes a child of the host's first.
#
#   daemon.sh PIDFILE LOG COMMAND...
pid=$1 log=$2
shift 2
setsid sh -c 'echo $$ > "$0.new" && mv "$0.new" "$0" && exec "$@"' "$pid" "$@" < /dev/null >> "$log" 2>&1 &
