#!/usr/bin/env bash
# Installs Hardhat and the project that drives it into .cache/hardhat; prints the folder.
# Does nothing when it is there already. Hardhat is 130 MB, so it is no dependency of the repository.
set -euo pipefail
cd "$(dirname "$0")/../.."

project=tests/clients/ethereum/hardhat
folder=$PWD/.cache/hardhat

state="$(cksum "$project"/*)"
if [ ! -f "$folder/state" ] || [ "$(cat "$folder/state")" != "$state" ]; then
  rm -rf "$folder"
  mkdir -p "$folder"
  cp "$project"/* "$folder"
  npm install --prefix "$folder" --no-audit --no-fund >&2
  echo "$state" > "$folder/state"
fi
echo "$folder"
