#!/usr/bin/env bash
# Builds the fuzz preset and runs each target. Usage: tests/fuzz/run.sh [seconds a target, default 60]
# Needs scripts/install.sh --dev. Corpora and findings stay under build/fuzz/corpus. Last line: fuzz targets=<n> crashes=<n>
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-60}
targets=(ledger_messages node_messages json_documents)
scripts/build.sh fuzz "${targets[@]/#/fuzz_}"
crashes=0
for target in "${targets[@]}"; do
  corpus=build/fuzz/corpus/$target
  mkdir -p "$corpus"
  echo "$target: $seconds s" >&2
  build/fuzz/tests/fuzz/fuzz_$target -max_total_time="$seconds" -max_len=65536 -artifact_prefix="$corpus/" "$corpus" >"$corpus.log" 2>&1 ||
    { crashes=$((crashes + 1)); tail -20 "$corpus.log" >&2; }
done
echo "fuzz targets=${#targets[@]} crashes=$crashes"
[ "$crashes" -eq 0 ]
