#!/usr/bin/env bash
# Searches the SPIN model of the consensus rules (simplex.pml) exhaustively. Usage: run.sh [--full | --trail NAME]
# By default: two views, three views, every claim, every mutant. --full: also two views of nodes that remember (1.2 GB).
# --trail NAME: the steps, as few as there can be, that reach a claim or make a mutant finalize two chains.
# The last line is the result: model states=<n> errors=<n> mutants_caught=<k>/<n>
# Exit status 1 when a search found a violation or was incomplete, a claim is unreachable, an invariant cannot fail or a
# mutant is missed.
set -euo pipefail

claims=(FINAL_AFTER_NULLIFIED SPLIT_CERTIFICATE FINAL_ACROSS_CRASH FINAL_THOUGH_NULLIFIED FINAL_DESPITE_EQUIVOCATION)
mutants=(FINALIZE_AFTER_NULLIFY NULLIFY_AFTER_FINALIZE SKIP_WITHOUT_NULLIFICATION NO_JOURNAL SEND_BEFORE_PERSIST
  SMALL_QUORUM TWO_NOTARIZES PARENT_WITHOUT_CERTIFICATE PARENT_OF_ANOTHER_ID FINALIZE_WITHOUT_NOTARIZATION)
# Each invariant but agreement, which all mutants break, with a mutant that breaks it.
invariants=(ONE_NOTARIZED:TWO_NOTARIZES EXCLUSIVE:NULLIFY_AFTER_FINALIZE FINAL_IS_NOTARIZED:FINALIZE_WITHOUT_NOTARIZATION
  ANCESTRY_PROVEN:SKIP_WITHOUT_NULLIFICATION HONEST:NO_JOURNAL)

usage() {
  echo "usage: run.sh [--full | --trail NAME]" >&2
  printf '  %s\n' "${claims[@]}" "${mutants[@]}" >&2
  exit 64
}
full='' trail=''
case ${1:-} in
  '') ;;
  --full) full=1 ;;
  --trail)
    trail=${2:-}
    [[ -n $trail && " ${claims[*]} ${mutants[*]} " == *" $trail "* ]] || usage
    ;;
  *) usage ;;
esac
for tool in spin gcc; do
  command -v "$tool" >/dev/null || {
    echo "tests/model/run.sh needs $tool, which is not installed. Remedy: scripts/install.sh, or apt-get install $tool" >&2
    exit 69
  }
done

model=$(cd "$(dirname "$0")" && pwd)/simplex.pml
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# The search has only safety to check and one process: no cycles, no partial orders. No bitstate, no hash compaction.
compile() { # compiler flags, then the model's macros
  local flags
  read -ra flags <<<"$1"
  shift
  rm -f ./pan* ./*.trail
  spin -a "$@" "$model" >spin.log 2>&1 || { cat spin.log >&2; exit 1; }
  gcc -w -DSAFETY -DNOREDUCE "${flags[@]}" -o pan pan.c
}
stored() { awk '/ states, stored/ {n = $1} END {printf "%d", n}' pan.log; }
is_complete() {
  grep -q 'Full statespace search' pan.log && grep -q 'errors: 0' pan.log &&
    ! grep -qE 'not completed|max search depth|out of memory|MEMLIM' pan.log
}
violated() {
  grep -qE "assertion violated.*$1" pan.log && grep -q 'errors: 1' pan.log && compgen -G '*.trail' >/dev/null
}

states=0 errors=0 caught=0
fail() {
  errors=$((errors + 1))
  echo "ERROR: $*"
}

steps() { ./pan -r ./*.trail | grep -E '^ *node|assertion violated' | sed 's/^ */  /'; }

# The correct model, to the end: no violation.
search() { # title, log2 of the hash table's slots, memory limit in MB, the model's macros
  local title=$1 slots=$2 memory_mb=$3 begin=$SECONDS
  shift 3
  compile "-O2 -DMEMLIM=$memory_mb" "$@"
  ./pan -m1000000 -w"$slots" >pan.log 2>&1 || true
  states=$((states + $(stored)))
  echo "$title: $(stored) states, $(awk '/total actual memory/ {print int($1)}' pan.log) MB, $((SECONDS - begin)) s"
  if violated .; then
    fail "$title: an invariant is violated (without NAMES_STAY, nodes and blocks change their names between steps)"
    steps
  elif ! is_complete; then
    fail "$title: the search is incomplete: $(grep -m1 -E '^pan: (reached|out)|^error' pan.log || tail -1 pan.log)"
  fi
}

# No rule of the model may be dead: with all names kept, every step was taken.
every_step_taken() {
  is_complete || return 0
  grep -A2 'unreached in proctype' pan.log | grep -q '(1 of .* states)' || fail "there are steps that were never taken"
}

# A search that must end in a violation.
refute() { # the variable that must be false, the model's macros
  local what=$1
  shift
  compile -O0 "$@"
  ./pan -m1000000 -w20 >pan.log 2>&1 || true
  violated "$what"
}

show_trail() {
  local macros=("-DMUTANT_$1" -DONLY=AGREEMENT)
  [[ " ${claims[*]} " != *" $1 "* ]] || macros=("-DCLAIM_$1" -DONLY=NONE)
  compile '-O1 -DBFS' "${macros[@]}" -DNAMES_STAY
  ./pan -w20 >pan.log 2>&1 || true
  steps
}
if [[ -n $trail ]]; then
  show_trail "$trail"
  exit
fi

search 'two views, all names kept' 22 8000 -DVIEWS=2 -DNAMES_STAY
every_step_taken
search 'three views' 24 8000 -DVIEWS=3
[[ -z $full ]] || search 'two views, nodes that remember' 26 8000 -DVIEWS=2 -DREMEMBER

for claim in "${claims[@]}"; do
  if refute good "-DCLAIM_$claim" -DONLY=NONE; then
    echo "claim $claim: reachable"
  else
    fail "claim $claim: unreachable"
  fi
done

for mutant in "${mutants[@]}"; do
  if refute agreement "-DMUTANT_$mutant" -DONLY=AGREEMENT; then
    caught=$((caught + 1))
    echo "mutant $mutant: caught, two final blocks off one chain after $(stored) states"
  else
    echo "MISSED: mutant $mutant"
  fi
done

for pair in "${invariants[@]}"; do
  invariant=${pair%%:*} mutant=${pair##*:}
  if refute "${invariant,,}" "-DMUTANT_$mutant" "-DONLY=$invariant"; then
    echo "invariant $invariant: can fail (mutant $mutant)"
  else
    fail "invariant $invariant: mutant $mutant does not break it"
  fi
done

echo "model states=$states errors=$errors mutants_caught=$caught/${#mutants[@]}"
((errors == 0 && caught == ${#mutants[@]}))
