#!/usr/bin/env bash
# The benchmark on a small scale: the form of its last line, and that something became final. Usage: smoke.sh DIR_OF_XINGHUOD DIR_OF_XINGHUO_BENCH
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
check() {
  local name=$1 last
  shift
  last=$("$here/run.sh" "$name" --bin "$node_bin" "$bench_bin" --seconds 2 --bound-seconds 1 "$@" | tail -1)
  echo "$last"
  [[ $last =~ ^bench\ $name\ tps=([0-9]+)\ p50_ms=[0-9]+\ p99_ms=[0-9]+\ bound_tps=[0-9]+$ ]] || { echo "not the agreed form" >&2; exit 1; }
  ((BASH_REMATCH[1] > 0)) || { echo "nothing became final" >&2; exit 1; }
}
node_bin=$1 bench_bin=$2
check transfers --accounts 200 --rate 100
check worklogs --accounts 20 --rate 2000
