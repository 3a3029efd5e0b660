#!/usr/bin/env bash
# Feeds DIR/courier_shifts.csv to a network of four real validators and reads back what was settled.
# Usage: tests/acceptance/couriers.sh DIR [--step day|week] [--rules A|B|C|PATH] [--only N]
#   without --rules: each shift at the amount of the file; each invoice is compared with DIR/courier_invoices.csv. Last line:
#                    couriers invoices=<n> matched=<n> flagged=<n> lost=<n>
#   --rules RULE     by a pay rule of couriers_rules/, compared with an independent recomputation from the file. Last line:
#                    couriers rule=<r> days=<n> matched=<n> workers=<n> matched=<n> invoices=<n> matched=<n> settled=<fen> ...
#   --only N         the first N couriers alone (with --rules)
# Exit 0 when everything matches and nothing is lost; 77 when DIR has no courier_shifts.csv.
# XH_BUILD_DIR names the build to test (default: build/release, then build/dev).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 1 ] || { sed -n '2,10s/^# //p' "$0" >&2; exit 2; }
data=$1
shift
[ -f "$data/courier_shifts.csv" ] || { echo "SKIPPED: $data/courier_shifts.csv is not there: NOTHING was fed or compared"; exit 77; }
rule=
arguments=()
only=()
while [ $# -gt 0 ]; do
  case $1 in
    --rules) rule=$2; [ -f "$rule" ] || rule=$here/couriers_rules/$2.json; shift 2 ;;
    --only) only=(--only "$2"); shift 2 ;;
    *) arguments+=("$1"); shift ;;
  esac
done
[ -z "$rule" ] || [ -f "$rule" ] || { echo "couriers: there is no rule $rule" >&2; exit 2; }
[ -n "$rule" ] || [ ${#only[@]} -eq 0 ] || { echo "couriers: --only goes with --rules" >&2; exit 2; }
folder=$(mktemp -d "${TMPDIR:-/tmp}/xinghuo-couriers.XXXXXX")
trap 'python3 "$here/couriers_feed.py" --destroy "$folder" || rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM
python3 "$here/couriers_feed.py" "$folder" "$data" ${arguments[@]+"${arguments[@]}"} ${rule:+--rules "$rule"} ${only[@]+"${only[@]}"}
if [ -n "$rule" ]; then
  python3 "$here/couriers_rules_read.py" "$folder/handover.json" "$data" "$rule" ${only[@]+"${only[@]}"}
else
  python3 "$here/couriers_read.py" "$folder/handover.json" "$data"
fi
