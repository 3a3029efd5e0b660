#!/usr/bin/env bash
# Plays a consortium on this machine: four validators, a month of courier work, a payday, a payslip and its proof.
# Usage: ./demo.sh [--data DIR] [--stop]
#   --data DIR   feeds the real shifts of DIR/courier_shifts.csv instead of the sample of demo/data
#   --stop       stops the network that the last demo left running
# Installs and builds what is missing first; XH_BUILD_DIR names a build to use instead. State lives in run/demo.
set -euo pipefail
cd "$(dirname "$0")"

step() { echo "== $*" >&2; }

explorer_is_stale() {
  [ ! -f explorer/dist/index.html ] || [ -n "$(find explorer/src explorer/index.html explorer/package.json -newer explorer/dist/index.html -print -quit)" ]
}

build_explorer() {
  local log
  log=$(mktemp)
  if (cd explorer && { [ -d node_modules ] || npm ci; } && npm run build) >"$log" 2>&1; then
    rm -f "$log"
  else
    echo "demo: the explorer could not be built (log: $log); the ledger runs without its pages" >&2
  fi
}

case " $* " in *" --help "* | *" -h "*) exec sed -n '2,6s/^# //p' "$0" ;; esac
case " $* " in *" --stop "*) exec python3 demo/demo.py "$@" ;; esac
if [ -z "${XH_BUILD_DIR:-}" ]; then
  step "installing what is missing"
  scripts/install.sh
  step "building xinghuod and xinghuo"
  scripts/build.sh release xinghuod xinghuo
  if explorer_is_stale; then
    step "building the explorer"
    build_explorer
  fi
fi
step "the consortium at work"
exec python3 demo/demo.py "$@"
