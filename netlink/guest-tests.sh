#!/bin/bash
# Runs tests of this module in a guest kernel that has IPVS and dummy links.
#
#   netlink/guest-tests.sh [CLASS...]
#
# Without classes all tests that need such a kernel run. With RECORD=DIRECTORY the live conversations
# are written there, for src/test/resources/conversations. LAUNCHER=PROGRAM runs them in another guest
# than that of it-tests/guest/run; it is called as PROGRAM [-w DIRECTORY] -- COMMAND... Compile first:
#
#   mvn -pl netlink -am test-compile
set -euo pipefail

module=$(cd "$(dirname "$0")" && pwd)
launcher=${LAUNCHER:-$module/../it-tests/guest/run}
[ $# -gt 0 ] || set -- io.troupe.netlink.ipvs.IpvsTest io.troupe.netlink.route.LinkTest
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

mkdir -p "$module/target"
[ -s "$module/target/test.classpath" ] && [ "$module/target/test.classpath" -nt "$module/pom.xml" ] ||
  (cd "$module/.." && mvn -q -B -pl netlink dependency:build-classpath -Dmdep.includeScope=test \
    -Dmdep.outputFile="$module/target/test.classpath")
classpath=$module/target/test-classes:$module/target/classes:$(cat "$module/target/test.classpath")

options=(--enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1)
shared=()
if [ -n "${RECORD:-}" ]; then
  mkdir -p "$RECORD"; shared=(-w "$RECORD"); options+=("-Dnetlink.record=$RECORD")
fi
classes=(); for class in "$@"; do classes+=(--select-class "$class"); done
exec "$launcher" "${shared[@]}" -- "$java" "${options[@]}" -cp "$classpath" \
  org.junit.platform.console.ConsoleLauncher execute --disable-banner --disable-ansi-colors --details=tree --fail-if-no-tests "${classes[@]}"
