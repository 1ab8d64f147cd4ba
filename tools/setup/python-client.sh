#!/usr/bin/env bash
# Makes .cache/python-client/venv with ChainMaker's Python client. Does nothing when it is there already.
# The client names a package that modern Pythons cannot build (pysha3), so all packages are listed with their versions
# in requirements.txt and installed without looking at their dependencies.
set -euo pipefail
cd "$(dirname "$0")/../.."

requirements=tests/clients/python/requirements.txt
folder=.cache/python-client
python=${PYTHON:-python3}
state="$("$python" --version) $(cksum < "$requirements")"

if [ -f "$folder/state" ] && [ "$(cat "$folder/state")" = "$state" ]; then exit 0; fi

rm -rf "$folder"
mkdir -p "$folder"
"$python" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --requirement "$requirements"
"$folder/venv/bin/python" -c "import chainmaker.chain_client"
echo "$state" > "$folder/state"
