#!/usr/bin/env bash
# Usage: sign_in.sh FOLDER COMMAND...: COMMAND is how one runs hufu. Starts `hufu server` and beside it
# `hufu login --device`, types what it shows on the server's telephone, and asks who is signed in.
set -euo pipefail

folder="$1"
shift
hufu=("$@")

rm -rf "$folder"
mkdir -p "$folder"
mkfifo "$folder/phone" "$folder/said"
"${hufu[@]}" server --phone --port 0 <"$folder/phone" >"$folder/said" &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
exec 3>"$folder/phone" 4<"$folder/said"
read -r _ url <&4
"${hufu[@]}" login --device --server "$url" --json >"$folder/login" 2>"$folder/errors" &
login=$!
for _ in $(seq 600); do
  if grep -q show_code "$folder/login"; then break; fi
  sleep 0.1
done
python3 -c 'import json, sys; shown = json.loads(open(sys.argv[1]).readline())
print(shown["code"], shown["number"])' "$folder/login" >&3
wait "$login" || {
  cat "$folder/errors" >&2
  exit 1
}
"${hufu[@]}" whoami
