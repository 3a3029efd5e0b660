#!/usr/bin/env bash
# Measures four validator processes on this machine. Usage and meaning: README.md. The last line is the result:
#   bench <name> tps=<n> p50_ms=<n> p99_ms=<n> bound_tps=<n>
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
usage() {
  echo "usage: run.sh transfers|worklogs [--seconds N] [--rate R] [--accounts N] [--bound-seconds N] [--bin DIR_OF_XINGHUOD DIR_OF_XINGHUO_BENCH]" >&2
  exit 64
}
name=${1:-}
[[ $name == transfers || $name == worklogs ]] || usage
shift
seconds=10 rate=0 accounts=10000 bound_seconds=5 node_bin='' bench_bin=''
while (($#)); do
  case $1 in
    --seconds) seconds=${2:?}; shift 2 ;;
    --rate) rate=${2:?}; shift 2 ;;
    --accounts) accounts=${2:?}; shift 2 ;;
    --bound-seconds) bound_seconds=${2:?}; shift 2 ;;
    --bin) node_bin=${2:?}; bench_bin=${3:?}; shift 3 ;;
    *) usage ;;
  esac
done
if [[ -z $node_bin ]]; then
  echo "building (preset release)" >&2
  "$root/scripts/build.sh" release xinghuod xinghuo_bench
  node_bin=$root/build/release/node bench_bin=$root/build/release/tests/bench
fi
node=$node_bin/xinghuod bench=$bench_bin/xinghuo_bench

dir=$(mktemp -d "${TMPDIR:-/tmp}/xinghuo-bench.XXXXXX")
stop_nodes() {
  local file pid
  for file in "$dir"/net/node*/xinghuod.pid; do
    # "<pid> <start time>"
    if [[ -s $file ]] && read -r pid _ <"$file"; then kill -KILL "$pid" 2>/dev/null || true; fi
  done
}
cleanup() {
  stop_nodes
  rm -rf "$dir"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

members=()
while read -r member; do members+=(--member "$member"); done < <("$bench" members)
echo "machine: $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)" >&2
started=0
for attempt in 1 2 3 4 5; do
  port=$((20000 + RANDOM % 20000))
  rm -rf "$dir/net"
  "$node" testnet init-files --dir "$dir/net" --chain-id "xinghuo-bench" --time "$(date -u +%Y-%m-%dT%H:%M:%SZ)" --clock real \
    --delta 200 --base-port "$port" --log-level warning --validators 4 "${members[@]}" >"$dir/init.txt"
  if "$node" testnet up --dir "$dir/net" >"$dir/up.txt" 2>&1; then started=1; break; fi
  echo "attempt $attempt: the nodes did not start; other ports" >&2
  stop_nodes
done
((started)) || { cat "$dir/up.txt" >&2; exit 1; }
genesis=$dir/net/node0/config/genesis.json
measured=$("$bench" drive "$name" --genesis "$genesis" --ports "$((port + 1)),$((port + 11)),$((port + 21)),$((port + 31))" \
  --accounts "$accounts" --seconds "$seconds" --rate "$rate") || { tail -n 5 "$dir"/net/node*/node.log >&2; exit 1; }
stop_nodes
echo "bound: the same compute by four processes" >&2
bound=$("$bench" bound "$name" --genesis "$genesis" --dir "$dir/bound" --accounts "$accounts" --seconds "$bound_seconds" --block "${measured##*block=}")
echo "bench $name ${measured% block=*} $bound"
