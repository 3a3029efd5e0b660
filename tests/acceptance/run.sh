#!/usr/bin/env bash
# Plays acceptance scenarios on networks of four real validators. Usage: tests/acceptance/run.sh [S01 ...] [--file PATH] [-o json]
# Without a name: every scenario of tests/acceptance/scenarios. Last line: acceptance: N passed, N failed.
# XH_BUILD_DIR names the build to test (default: build/release, then build/dev).
set -euo pipefail
exec python3 "$(dirname "$0")/run.py" "$@"
