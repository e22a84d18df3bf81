# Sourced: medians and the machine, for benchmarks written in shell.

# The median, smallest and largest of the numbers in a file, as one line of the table.
row() {
  sort -n "$2" | awk -v name="$1" '{ v[NR] = $1 } END {
    printf "%-44s %12.2f %12.2f %12.2f %5d\n", name, v[int((NR + 1) / 2)], v[1], v[NR], NR }'
}

median() {
  sort -n "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'
}

header() {
  printf '%-44s %12s %12s %12s %5s\n' "" median min max runs
}

machine() {
  model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
  memory=$(awk '/^MemTotal/ { printf "%d", $2 / 1048576 }' /proc/meminfo)
  echo "machine: $(nproc) x ${model:-$(uname -m)}, $memory GiB, Linux $(uname -r), load average now $(cut -d' ' -f1 /proc/loadavg)"
}

# Seconds since some moment, with fractions.
now() {
  cut -d' ' -f1 /proc/uptime
}
