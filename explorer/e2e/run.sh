#!/bin/sh
# Runs the end-to-end tests against XH_E2E_API (addresses of a network's API, or "mock"); builds what is missing first.
# Last line: "explorer e2e: N passed, N failed".
set -eu
cd "$(dirname "$0")/.."
[ -d node_modules ] || npm ci >&2
[ -f dist/index.html ] || npm run build >&2
PATH="$PWD/node_modules/.bin:$PATH" exec node e2e/run.ts
