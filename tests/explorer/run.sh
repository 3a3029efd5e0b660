#!/usr/bin/env bash
# The explorer against a real network: unit tests, then headless Chromium on pages that a node serves, and on a node that lies about a row.
# Usage: tests/explorer/run.sh   (XH_BUILD_DIR: where the programs are; default build/release). Last line: explorer e2e: N passed, N failed
set -euo pipefail
cd "$(dirname "$0")/../.."
build=${XH_BUILD_DIR:-build/release}
xinghuod=$build/node/xinghuod
work=$(mktemp -d)
base_port=${XH_EXPLORER_PORT:-28400}
wallet=("$build/cli/xinghuo" --home "$work/wallet" --lang en)
stop() {
  "$xinghuod" testnet down --dir "$work/net" >/dev/null 2>&1 || true
  rm -rf "$work"
}
trap stop EXIT

(cd explorer && { [ -d node_modules ] || npm ci --no-audit --no-fund --loglevel=error >&2; } && npm run --silent build >&2 && npm test --silent >&2)

members=()
for name in union:union first:employer second:employer bank:bank; do
  "${wallet[@]}" keys add "${name%%:*}" --no-passphrase -o json >/dev/null 2>&1
  members+=(--member "$name:$("${wallet[@]}" keys show "${name%%:*}" -o json | jq -r .data.public_key)")
done
"$xinghuod" testnet init-files --dir "$work/net" --chain-id explorer-test --time 2026-03-01T00:00:00+08:00 --clock driven --delta 200 \
  --heartbeat 1000 --base-port "$base_port" --explorer-dir "$PWD/explorer/dist" "${members[@]}" >/dev/null
"$xinghuod" testnet up --dir "$work/net" >&2
api=http://127.0.0.1:$((base_port + 1))
send=("${wallet[@]}" --node "$api" --genesis "$work/net/node0/config/genesis.json" --as union)
for worker in w1 w2 w3; do
  "${wallet[@]}" keys add $worker --no-passphrase -o json >/dev/null 2>&1
  "${send[@]}" member register --member-key $worker --role worker --commitment "$(openssl rand -hex 32)" --wait >/dev/null 2>&1
done
XH_E2E_API=$api/,http://127.0.0.1:$((base_port + 11))/ sh explorer/e2e/run.sh
