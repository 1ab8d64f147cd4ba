#!/usr/bin/env bash
# Installs CometBFT with Go into .cache/cometbft, where `yanta` finds it; prints the path of the program.
# Does nothing when that version is there already. The first time it takes about a minute.
set -euo pipefail
cd "$(dirname "$0")/../.."

version=$(sed -n 's/^export const engineVersion = "\(.*\)";$/\1/p' packages/consensus/src/cometbft/engine/engine-version.ts)
folder=$PWD/.cache/cometbft

if [ "$("$folder/cometbft" version 2>/dev/null || true)" != "$version" ]; then
  if ! command -v go >/dev/null; then
    echo "Go is missing: install Go 1.23 or newer" >&2
    exit 1
  fi
  mkdir -p "$folder"
  GOBIN=$folder go install "github.com/cometbft/cometbft/cmd/cometbft@v$version" >&2
fi
echo "$folder/cometbft"
