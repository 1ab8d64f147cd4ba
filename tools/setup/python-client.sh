#!/usr/bin/env bash
# Makes a virtual environment with ChainMaker's Python client in .cache/python-client; prints the path of its python.
# Does nothing when it is there already. With CI=true and as root it installs a missing Python.
# The client asks for pysha3, which Pythons since 3.11 cannot build, so requirements.txt lists every package with its
# version, and all are installed without looking at their dependencies. One of them is compiled: that needs cc.
set -euo pipefail
cd "$(dirname "$0")/../.."

requirements=tests/clients/python/requirements.txt
folder=$PWD/.cache/python-client

if ! python3 -c "import venv, ensurepip" 2>/dev/null || ! command -v cc >/dev/null; then
  if [ "${CI:-}" != true ] || [ "$(id -u)" != 0 ]; then
    echo "Python is missing: install python3-venv, python3-dev and gcc" >&2
    exit 1
  fi
  apt-get update -qq >&2
  apt-get install -y -qq --no-install-recommends python3-venv python3-dev gcc libc6-dev >&2
fi

state="$(python3 --version) $(cksum < "$requirements")"
if [ ! -f "$folder/state" ] || [ "$(cat "$folder/state")" != "$state" ]; then
  rm -rf "$folder"
  mkdir -p "$folder"
  python3 -m venv "$folder/venv"
  "$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --requirement "$requirements" >&2
  "$folder/venv/bin/python" -c "import chainmaker.chain_client"
  echo "$state" > "$folder/state"
fi
echo "$folder/venv/bin/python"
