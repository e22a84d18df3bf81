#!/bin/sh
# The first process of a lab's host, in namespaces of its own: gives the host a disk and a name, and
# stays. Whatever loses its parent on the host becomes its child, and is collected while it waits.
#
#   first.sh DIRECTORY NAME [SIZE]
#
#   DIRECTORY   what the host stores: troupe/, docker/, hosts
#   SIZE        the most it can store of Troupe's data
set -eu
directory=$1 name=$2 size=${3:-}

mount -t tmpfs -o mode=755 run /run
mount -t tmpfs -o mode=1777 shm /dev/shm
mkdir -p /run/lock /run/docker /var/lib/docker /var/lib/troupe
mount --bind "$directory/docker" /var/lib/docker
if [ -n "$size" ]; then
  mount -t tmpfs -o mode=755,size="$size" disk /var/lib/troupe
else
  mount --bind "$directory/troupe" /var/lib/troupe
fi
mount --bind "$directory/hosts" /etc/hosts
hostname "$name" 2> /dev/null || echo "$name" > /proc/sys/kernel/hostname
: > "$directory/ready"
while :; do
  sleep 3600
done
