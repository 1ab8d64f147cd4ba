#!/usr/bin/env bash
# Checks for a JDK and Maven; prints the path of mvn. With CI=true and as root it installs what is missing.
set -euo pipefail

if ! command -v javac >/dev/null || ! command -v mvn >/dev/null; then
  if [ "${CI:-}" != true ] || [ "$(id -u)" != 0 ]; then
    echo "a JDK and Maven are missing: install default-jdk-headless and maven" >&2
    exit 1
  fi
  apt-get update -qq >&2
  apt-get install -y -qq --no-install-recommends default-jdk-headless maven >&2
fi
command -v mvn
