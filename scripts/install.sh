#!/usr/bin/env bash
# Installs the Debian packages of scripts/debian-packages.txt that are missing. Silent when nothing is.
# --dev: also those marked '+', for the other compiler, sanitizers, fuzzers and style checks.
# An operator's own node and npm (newer than Debian's) are kept.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

mark='^[^+]'
[ "${1:-}" = --dev ] && mark='^.'
wanted=$(sed -e 's/#.*//' "$here/debian-packages.txt" | grep "$mark" | sed -e 's/^+ *//' | awk 'NF { print $1 }')
command -v node >/dev/null && wanted=$(grep -vx nodejs <<<"$wanted")
command -v npm >/dev/null && wanted=$(grep -vx npm <<<"$wanted")
missing=()
for package in $wanted; do
  dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "install.sh: run as root or install sudo; missing packages: ${missing[*]}" >&2; exit 1; }
  root=(sudo)
fi
echo "installing ${#missing[@]} Debian packages: ${missing[*]}" >&2
log=$(mktemp)
if ! { "${root[@]}" apt-get update && "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
  tail -20 "$log" >&2
  echo "install.sh: apt-get failed; the whole log is $log" >&2
  exit 1
fi
rm -f "$log"
