#!/usr/bin/env bash
# Runs a simulator over a range of seeds, in several processes. The last line is the result:
#   sim seeds=<n> failures=<n> finalized=<n>
# --world node:   whole node cores with blocks, disks, real transactions and liars (tests/sim/node); the default. Before the
#                 last line: what went wrong, by kind. A seed with fewer than 100 heights or five faults has failed.
# --world engine: the consensus engine alone with a fake application (tests/sim/engine); it also knows --nodes 6.
# Without --nodes the node world deals the seeds to 4, 7 and 10 nodes (80, 12 and 8 of a hundred), the engine's takes them in
# turn. --jobs: processes, as many as there are cores. Exit status 1 when a seed failed; a command that replays it is printed.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
usage() {
  echo "usage: run.sh [--seeds N] [--start S] [--nodes 4|7|10] [--world node|engine] [--jobs J] [--bin PROGRAM]" >&2
  exit 64
}
world=node seeds=200 start=1 nodes='' jobs=$(nproc) bin=''
while (($#)); do
  case $1 in
    --world) world=${2:-} ;;
    --seeds) seeds=${2:-} ;;
    --start) start=${2:-} ;;
    --nodes) nodes=${2:-} ;;
    --jobs) jobs=${2:-} ;;
    --bin) bin=${2:-} ;;
    *) usage ;;
  esac
  shift 2 || usage
done
[[ $world == engine || $world == node ]] || usage
[[ $seeds =~ ^[1-9][0-9]*$ && $start =~ ^[0-9]+$ && $jobs =~ ^[1-9][0-9]*$ ]] || usage
[[ -z $nodes || $nodes == 4 || $nodes == 7 || $nodes == 10 || ($nodes == 6 && $world == engine) ]] || usage
if [[ -z $bin ]]; then
  echo "building (preset release)" >&2
  "$root/scripts/build.sh" release "sim_$world"
  bin=$root/build/release/tests/sim/$world/sim_$world
fi
((jobs <= seeds)) || jobs=$seeds
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
pids=()
for ((job = 0; job < jobs; ++job)); do
  first=$((start + seeds * job / jobs)) next=$((start + seeds * (job + 1) / jobs))
  "$bin" --seeds $((next - first)) --start "$first" ${nodes:+--nodes "$nodes"} >"$out/$job" 2>&1 &
  pids+=($!)
done
status=0
for ((job = 0; job < jobs; ++job)); do
  if ! wait "${pids[$job]}"; then status=1; fi
  # A process that died on the way has no last line: the line before names the seed it was at.
  if ! tail -n 1 "$out/$job" | grep -q '^sim seeds='; then
    echo "a simulator died:" && tail -n 5 "$out/$job"
    status=1
    echo "sim seeds=0 failures=1 finalized=0" >>"$out/$job"
  fi
done
# What every process printed but its own bookkeeping; then the sums of the lines "<word> <name>=<number> ...".
grep -hvE '^(seed [0-9]+: sim_|faults |work |sim seeds=)' "$out"/* || true
cat "$out"/* | awk '
  function add(prefix,   i, pair) {
    for (i = 2; i <= NF; ++i) {
      split($i, pair, "=")
      if (!((prefix, pair[1]) in sum)) order[prefix] = order[prefix] " " pair[1]
      sum[prefix, pair[1]] += pair[2]
    }
  }
  function show(prefix,   i, n, names, line) {
    n = split(order[prefix], names, " ")
    if (n == 0) return
    line = prefix
    for (i = 1; i <= n; ++i) line = line " " names[i] "=" sum[prefix, names[i]]
    print line
  }
  $1 == "faults" || $1 == "work" || /^sim seeds=/ { add($1) }
  END { show("faults"); show("work"); show("sim") }'
exit $status
