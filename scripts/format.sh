#!/usr/bin/env bash
# Formats all C++ sources; with --check only tells. Needs scripts/install.sh --dev.
set -euo pipefail
cd "$(dirname "$0")/.."
mode=(-i)
[ "${1:-}" = --check ] && mode=(--dry-run -Werror)
git ls-files '*.h' '*.cpp' | xargs clang-format-19 "${mode[@]}"
