#!/bin/sh
# Holds the network between the hosts of a lab.
#
#   hub.sh DIRECTORY
set -eu
: > "$1/ready"
while :; do
  sleep 3600
done
