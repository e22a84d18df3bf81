#!/bin/sh
# Assembles the distribution from what Maven built, and trains its AOT caches.
#
#   assemble.sh TARGET JAR CLASSPATH-FILE SOURCES
#
# All this is done anew only when a jar, the launcher or this folder changed. Caches hold the times and sizes of the
# jars, which therefore all get the same time.
set -eu
target=$1 jar=$2 classpath=$(cat "$3") sources=$4
dist=$target/troupe
java=$JAVA_HOME/bin/java

fresh=$target/troupe.new
rm -rf "$fresh"
mkdir -p "$fresh/lib" "$fresh/bin"
cp "$jar" "$fresh/lib/troupe-cli.jar"
IFS=:
for entry in $classpath; do
  cp "$entry" "$fresh/lib/"
done
unset IFS

# picocli's own jar holds Java 5 class files, which the JVM's AOT cache refuses.
for archive in "$target"/picocli-*-sources.jar; do
  picocli=$target/$(basename "$archive" -sources.jar).jar
  if [ ! -f "$picocli" ]; then
    rm -rf "$target/picocli"
    mkdir -p "$target/picocli/source" "$target/picocli/classes"
    (cd "$target/picocli/source" && "$JAVA_HOME/bin/jar" xf "$archive")
    "$JAVA_HOME/bin/javac" -nowarn -Xlint:none --release 25 -d "$target/picocli/classes" \
      "$target"/picocli/source/picocli/*.java 2> "$target/picocli/javac.log" || { cat "$target/picocli/javac.log" >&2; exit 1; }
    "$JAVA_HOME/bin/jar" --create --date=2026-01-01T00:00:00Z --file "$picocli" -C "$target/picocli/classes" .
  fi
  cp "$picocli" "$fresh/lib/"
done

# SQLite's library, which each start would else take out of its jar into a directory for temporary files.
mkdir "$fresh/lib/native"
libc=Linux
[ -z "$(find /lib -maxdepth 1 -name 'ld-musl-*')" ] || libc=Linux-Musl
(cd "$fresh/lib/native" && "$JAVA_HOME/bin/jar" xf ../sqlite-jdbc-*.jar "org/sqlite/native/$libc/$(uname -m)")
find "$fresh/lib/native" -name libsqlitejdbc.so -exec mv {} "$fresh/lib/native/" ';'
rm -rf "$fresh/lib/native/org"

cp "$sources/dist/bin/"* "$fresh/bin/"
chmod 755 "$fresh/bin/troupe"
cp -R "$sources/../../../examples" "$fresh/examples"
(cd "$fresh" && { cat lib/*.jar bin/* "$sources/build/"* "$JAVA_HOME/release"; } | sha256sum) > "$fresh/inputs"

if [ -f "$dist/aot/client.aot" ] && [ -f "$dist/aot/server.aot" ] && [ -f "$dist/built" ] && cmp -s "$fresh/inputs" "$dist/inputs"; then
  rm -rf "$fresh"
  touch "$dist/built"
  exit 0
fi
"$java" -cp "$(ls "$target"/asm-*.jar)" "$sources/build/CacheableJars.java" "$fresh"/lib/*.jar
touch -d 2026-01-01T00:00:00Z "$fresh"/lib/*.jar
rm -rf "$dist"
mv "$fresh" "$dist"
mkdir "$dist/aot"
cp "$JAVA_HOME/release" "$dist/aot/release"

# A cache that cannot be made costs start-up time only, so the build goes on and says so.
train() {
  role=$1
  shift
  log=$target/training-$role.log
  scratch=$target/training-$role
  rm -rf "$scratch"
  mkdir "$scratch"
  if ! timeout 120 "$java" -XX:AOTCacheOutput="$dist/aot/$role.aot" -Xlog:aot=error "$@" "$scratch" > "$log" 2>&1; then
    rm -f "$dist/aot/$role.aot"
    echo "[WARNING] the $role's AOT cache was not made, it will start slower; see $log" >&2
  fi
  rm -rf "$scratch"
}

train client -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData --enable-native-access=ALL-UNNAMED \
  -cp "$dist/lib/troupe-cli.jar" io.troupe.cli.training.ClientTraining
train server @"$dist/bin/member.options" -cp "$dist/lib/troupe-cli.jar" io.troupe.cli.training.ServerTraining
touch "$dist/built"
