#!/usr/bin/env bash
# Runs a simulator over a range of seeds. The last line is the result:
#   sim seeds=<n> failures=<n> finalized=<n>
# --world engine: the consensus engine alone, liars among the validators (tests/sim/engine); the default.
# --world node:   whole node cores with blocks, disks and real transactions, all honest (tests/sim/node).
# Without --nodes the engine's world takes 4, 7 and 10 in turn, the node's world 4. Exit status 1 when a seed failed; its replay command is printed.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
usage() {
  echo "usage: run.sh [--world engine|node] [--seeds N] [--start S] [--nodes 4|7|10] [--bin PROGRAM]" >&2
  exit 64
}
world=engine seeds=60 start=1 nodes='' bin=''
while (($#)); do
  case $1 in
    --world) world=${2:-} ;;
    --seeds) seeds=${2:-} ;;
    --start) start=${2:-} ;;
    --nodes) nodes=${2:-} ;;
    --bin) bin=${2:-} ;;
    *) usage ;;
  esac
  shift 2 || usage
done
[[ $world == engine || $world == node ]] || usage
[[ $seeds =~ ^[1-9][0-9]*$ && $start =~ ^[0-9]+$ ]] || usage
[[ -z $nodes || $nodes == 4 || $nodes == 7 || $nodes == 10 ]] || usage
if [[ -z $bin ]]; then
  echo "building (preset release)" >&2
  "$root/scripts/build.sh" release "sim_$world"
  bin=$root/build/release/tests/sim/$world/sim_$world
fi
exec "$bin" --seeds "$seeds" --start "$start" ${nodes:+--nodes "$nodes"}
