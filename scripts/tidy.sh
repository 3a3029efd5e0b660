#!/usr/bin/env bash
# clang-tidy over the rooms, or over the files given. Needs scripts/install.sh --dev.
set -euo pipefail
cd "$(dirname "$0")/.."
cmake --preset clang >/dev/null
if [ $# -eq 0 ]; then
  mapfile -t files < <(git ls-files 'chain/*.cpp' 'contracts/*.cpp' 'consensus/*.cpp' 'p2p/*.cpp' 'node/*.cpp' 'cli/*.cpp')
else
  files=("$@")
fi
printf '%s\n' "${files[@]}" | xargs -P "$(nproc)" -n 4 clang-tidy-19 -p build/clang --quiet
