#!/bin/bash
# Runs tests of this module in a guest kernel that has IPVS and dummy links: the contract of service
# proxies by IPVS, or the classes that are named. Compile first:
#
#   mvn -pl node -am test-compile
#   node/guest-tests.sh [CLASS...]
set -euo pipefail

module=$(cd "$(dirname "$0")" && pwd)
root=${module%/*}
[ $# -gt 0 ] || set -- io.troupe.node.network.proxy.IpvsProxyTest
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

mkdir -p "$module/target"
[ -s "$module/target/test.classpath" ] && [ "$module/target/test.classpath" -nt "$module/pom.xml" ] ||
  (cd "$root" && mvn -q -B -pl node dependency:build-classpath -Dmdep.includeScope=test \
    -Dmdep.outputFile="$module/target/test.classpath")
# What was compiled here comes before what was installed.
classpath=$module/target/test-classes:$module/target/classes:$root/netlink/target/classes:$root/core/target/classes
classpath=$classpath:$(cat "$module/target/test.classpath")

classes=(); for class in "$@"; do classes+=(--select-class "$class"); done
exec "$root/it-tests/guest/run" -- "$java" --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -cp "$classpath" \
  org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors --details=tree --fail-if-no-tests "${classes[@]}"
