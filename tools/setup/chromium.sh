#!/usr/bin/env bash
# Checks for Chromium; prints its path. With CI=true and as root it installs it when it is missing.
set -euo pipefail

if ! command -v chromium >/dev/null; then
  if [ "${CI:-}" != true ] || [ "$(id -u)" != 0 ]; then
    echo "Chromium is missing: install the package chromium" >&2
    exit 1
  fi
  apt-get update -qq >&2
  apt-get install -y -qq --no-install-recommends chromium >&2
fi
command -v chromium
