#!/usr/bin/env bash
# Tests of real processes: kill -9, bad input, broken homes, idleness, replay. Usage: tests/functional/run.sh [case ... | quick]
# Without a name: all cases. Last line: functional: N passed, N failed.
# XH_BUILD_DIR names the build to test (default: build/release, then build/dev).
set -euo pipefail
exec python3 "$(dirname "$0")/run.py" "$@"
