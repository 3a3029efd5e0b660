#!/usr/bin/env bash
# Tests of real processes under faults (README.md). Usage: tests/functional/run.sh [case ... | quick [case ...]]
# Without a name: all cases, about a quarter of an hour; quick: the short ones, as ctest runs them.
# Last line: functional: N passed, N failed. XH_BUILD_DIR names the build to test (default: build/release, then build/dev).
set -euo pipefail
exec python3 "$(dirname "$0")/run.py" "$@"
