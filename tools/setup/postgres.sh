#!/usr/bin/env bash
# Checks for a PostgreSQL server (15 or later); prints the folder of its programs. With CI=true and as root it installs what is missing.
set -euo pipefail

find_programs() {
  for folder in $(ls -d /usr/lib/postgresql/*/bin /usr/local/pgsql/bin 2>/dev/null | sort -rV); do
    if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then echo "$folder" && return; fi
  done
}

if [ -z "$(find_programs)" ]; then
  if [ "${CI:-}" != true ] || [ "$(id -u)" != 0 ]; then
    echo "a PostgreSQL server is missing: install postgresql" >&2
    exit 1
  fi
  apt-get update -qq >&2
  apt-get install -y -qq --no-install-recommends postgresql >&2
fi
find_programs
