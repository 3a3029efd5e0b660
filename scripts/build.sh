#!/usr/bin/env bash
# Configures and builds a preset (default: release). Usage: scripts/build.sh [preset] [targets...]
# Progress on a terminal; otherwise silent unless something fails.
set -euo pipefail
cd "$(dirname "$0")/.."
preset=${1:-release}
shift || true
log=$(mktemp)
trap 'rm -f "$log"' EXIT
cmake --preset "$preset" >"$log" 2>&1 || { cat "$log" >&2; exit 1; }
if [ -t 2 ]; then
  cmake --build --preset "$preset" --target "${@:-all}" >&2
else
  cmake --build --preset "$preset" --target "${@:-all}" >"$log" 2>&1 || { tail -60 "$log" >&2; exit 1; }
fi
