#!/usr/bin/env bash
# Compiles the driver of ChainMaker's Java client into .cache/java-client; prints the class path to run it with.
# Does nothing when it is there already. Needs what java.sh checks for.
set -euo pipefail
cd "$(dirname "$0")/../.."

mvn=$(bash tools/setup/java.sh)
project=tests/clients/java
folder=$PWD/.cache/java-client

state="$(find "$project" -name pom.xml -o -name '*.java' | LC_ALL=C sort | xargs cat | cksum)"
if [ ! -f "$folder/state" ] || [ "$(cat "$folder/state")" != "$state" ]; then
  rm -rf "$folder"
  mkdir -p "$folder"
  "$mvn" --quiet --batch-mode --file "$project/pom.xml" compile dependency:copy-dependencies >&2
  echo "$state" > "$folder/state"
fi
echo "$folder/classes:$folder/lib/*"
