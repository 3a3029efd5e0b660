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
# The first node is looked at on the fresh ledger; then three of the four operators renew the epoch, the fourth's validator is convicted of two
# votes that its own key signed, and one operator proposes the next renewal, which stays open: so the second node is looked at.
cat >"$work/end_epoch.sh" <<EOF
#!/usr/bin/env bash
set -euo pipefail
genesis=$(printf '%q' "$work/net/node0/config/genesis.json")
as() { local who=\$1; shift; $(printf '%q ' "${wallet[@]}") --node $api --genesis "\$genesis" --as "\$who" "\$@" --wait -o json; }
change=\$(as union validators renew --note "explorer test" | jq -r .data.change)
for who in union first second; do as \$who validators approve "\$change" >/dev/null; done
until [ "\$(curl -sf $api/v1/status | jq .data.epoch)" = 1 ]; do sleep 0.2; done
$(printf '%q' "$PWD/explorer/node_modules/.bin/node") $(printf '%q' "$PWD/explorer/e2e/double_vote.ts") "\$genesis" $(printf '%q' "$work/net/node3/config/validator_key.json") 3 1 >$(printf '%q' "$work/evidence.json")
as union tx call governance.report_evidence --args @$(printf '%q' "$work/evidence.json") >/dev/null
change=\$(as first validators renew --note "the next one" | jq -r .data.change)
as first validators approve "\$change" >/dev/null
EOF
chmod +x "$work/end_epoch.sh"
XH_E2E_API=$api/,http://127.0.0.1:$((base_port + 11))/ XH_E2E_END_EPOCH=$work/end_epoch.sh sh explorer/e2e/run.sh
