#!/usr/bin/env bash
# Installs what is missing, builds, runs all tests. Usage: ./test.sh [ctest arguments]
set -euo pipefail
cd "$(dirname "$0")"
scripts/install.sh
echo "building (preset release)" >&2
scripts/build.sh release
ctest --preset release --no-tests=error "$@"
