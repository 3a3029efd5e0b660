#!/usr/bin/env bash
# Feeds DIR/courier_shifts.csv to a network of four real validators and compares what was settled with
# DIR/courier_invoices.csv. Usage: tests/acceptance/couriers.sh DIR [--step day|week]
# Last line: couriers invoices=<n> matched=<n> flagged=<n> lost=<n>. Exit 0 when every invoice matches and nothing is lost.
# XH_BUILD_DIR names the build to test (default: build/release, then build/dev).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 1 ] && [ -d "$1" ] || { sed -n '2,5s/^# //p' "$0" >&2; exit 2; }
folder=$(mktemp -d "${TMPDIR:-/tmp}/xinghuo-couriers.XXXXXX")
trap 'python3 "$here/couriers_feed.py" --destroy "$folder" || rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM
python3 "$here/couriers_feed.py" "$folder" "$@"
python3 "$here/couriers_read.py" "$folder/handover.json" "$1"
