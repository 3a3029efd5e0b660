#!/usr/bin/env bash
# Breaks the engine's rules one at a time and runs the simulator until its oracle notices. The last line is the result:
#   mutations caught=<k>/<n>
# A line a mutation: its name and what caught it (the oracle's words and the seed), or why nothing did. The unbroken
# engine must pass the same seeds first. Exit status 1 when it does not, or when a mutation was not caught.
# Mutations: tests/sim/mutations/NN-name.patch. Without names all of them; a name may be a part of the file's.
# Needs the release build of the chain library, and makes it (scripts/build.sh); --lib takes another one as it is.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
usage() {
  echo "usage: mutations.sh [--seeds N] [--start S] [--jobs J] [--lib libxh_chain.a] [--list] [name...]" >&2
  exit 64
}
seeds=120 start=1 jobs=$(nproc) lib='' list='' names=()
while (($#)); do
  case $1 in
    --seeds) seeds=${2:-}; shift 2 || usage ;;
    --start) start=${2:-}; shift 2 || usage ;;
    --jobs) jobs=${2:-}; shift 2 || usage ;;
    --lib) lib=${2:-}; shift 2 || usage ;;
    --list) list=1; shift ;;
    -*) usage ;;
    *) names+=("$1"); shift ;;
  esac
done
[[ $seeds =~ ^[1-9][0-9]*$ && $start =~ ^[0-9]+$ && $jobs =~ ^[1-9][0-9]*$ ]] || usage

patches=()
for patch in "$root"/tests/sim/mutations/*.patch; do
  wanted=$((${#names[@]} == 0))
  for name in "${names[@]}"; do [[ $(basename "$patch" .patch) != *"$name"* ]] || wanted=1; done
  ((!wanted)) || patches+=("$patch")
done
((${#patches[@]})) || { echo "no mutation has such a name" >&2; exit 64; }
if [[ $list ]]; then
  for patch in "${patches[@]}"; do printf '%-36s %s\n' "$(basename "$patch" .patch)" "$(head -1 "$patch")"; done
  exit 0
fi

if [[ -z $lib ]]; then
  echo "building the chain library (preset release)" >&2
  "$root/scripts/build.sh" release xh_chain
  lib=$root/build/release/chain/libxh_chain.a
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$lib" "$work/"  # another build may replace it meanwhile
lib=$work/$(basename "$lib")
compiler=(g++)
if command -v ccache >/dev/null; then compiler=(ccache g++); fi

# compile TREE SOURCE...: the objects go beside the sources, with the list of what each one includes.
compile() {
  local tree=$1
  shift
  printf '%s\n' "$@" | (cd "$tree" && xargs -P "$jobs" -I{} "${compiler[@]}" -std=c++23 -O1 -c -MMD -MF {}.d -I. -I"$root" -o {}.o {})
}
link() {
  (cd "$1" && g++ -o sim consensus/*.o tests/sim/engine/*.o "$lib" -lsecp256k1 -lcrypto++ -lfmt)
}
# Seconds that the seeds may take: a broken engine may also run for ever.
run() {
  timeout --kill-after=5 "$2" "$1/sim" --seeds "$seeds" --start "$start" --until-failure >"$1/out" 2>"$1/err"
}

base=$work/base
mkdir -p "$base/tests/sim"
cp -r "$root/consensus" "$base/"
cp -r "$root/tests/sim/engine" "$base/tests/sim/"
(cd "$base" && ls consensus/*.cpp tests/sim/engine/*.cpp) >"$work/sources"
mapfile -t sources <"$work/sources"
echo "compiling ${#sources[@]} files" >&2
compile "$base" "${sources[@]}"
link "$base"
began=$SECONDS
if ! run "$base" 3600; then
  cat "$base/out" "$base/err" >&2
  echo "the unbroken engine fails" >&2
  exit 1
fi
limit=$(((SECONDS - began) * 4 + 60))
echo "unbroken: $(tail -1 "$base/out")" >&2

# try_one PATCH: prints how it ended; status 0 when it was caught.
try_one() {
  local tree=$work/mutant touched again=() source status=0
  rm -rf "$tree"
  cp -r "$base" "$tree"
  (cd "$tree" && patch -p1 --no-backup-if-mismatch --fuzz=0) <"$1" >"$work/patch.out" 2>&1 || { echo "does not apply"; return 1; }
  touched=$(sed -n 's|^+++ b/\([^[:space:]]*\).*|\1|p' "$1")
  for source in "${sources[@]}"; do
    if tr ' ' '\n' <"$tree/$source.d" | grep -qxF "$touched"; then again+=("$source"); fi
  done
  { compile "$tree" "${again[@]}" && link "$tree"; } >"$work/compile.out" 2>&1 || { echo "does not compile: $(grep -m1 error "$work/compile.out")"; return 1; }
  run "$tree" "$limit" || status=$?
  case $status in
    0) echo "NOT CAUGHT by $(tail -1 "$tree/out")"; return 1 ;;
    1) echo "caught by $(grep -m1 '^seed ' "$tree/out")" ;;
    124 | 137) echo "caught: runs for ever" ;;
    *) echo "caught by a check of the engine: $(tail -1 "$tree/err")" ;;
  esac
}

caught=0
for patch in "${patches[@]}"; do
  if result=$(try_one "$patch"); then caught=$((caught + 1)); fi
  printf '%-36s %s\n' "$(basename "$patch" .patch)" "$result"
done
echo "mutations caught=$caught/${#patches[@]}"
((caught == ${#patches[@]}))
