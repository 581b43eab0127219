#!/usr/bin/env bash
# Usage: container.sh DOCKERFILE PROGRAM FOLDER: what the last stage of the Dockerfile does, in a fresh Debian in the folder:
# its packages, then the program (which this build has made) as the user that it names, on a root that cannot be written.
set -euo pipefail

dockerfile="$1"
program="$2"
folder="$3"

if [ -z "${HUFU_TEST_FULL:-}" ]; then exit 0; fi
as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

# The last stage, with lines that go on joined.
stage="$(sed -e ':join' -e '/\\$/{N;s/\\\n//;b join' -e '}' "$dockerfile" | awk '/^FROM/ { text = "" } { text = text $0 "\n" } END { printf "%s", text }')"
image="$(awk '/^FROM/ { print $2 }' <<<"$stage")"
steps="$(sed -n 's/^RUN //p' <<<"$stage")"
user="$(awk '/^USER/ { print $2 }' <<<"$stage")"
target="$(awk '/^COPY/ { print $NF }' <<<"$stage")"
[[ "$image" == debian:*-slim && "$user" == *:* && -n "$steps" ]]

release="${image#debian:}"
as_root rm -rf "$folder"
as_root debootstrap --variant=minbase "${release%-slim}" "$folder" "${HUFU_DEBIAN_MIRROR:-http://deb.debian.org/debian}"
for file in /etc/apt/apt.conf.d/*proxy* /etc/resolv.conf; do
  if [ -f "$file" ]; then as_root cp "$file" "$folder$file"; fi
done
as_root env -i "PATH=$PATH" chroot "$folder" sh -c "$steps"
as_root cp "$program" "$folder$target"
as_root strip "$folder$target"

# The root is mounted anew, read-only; what is written in a container goes to a volume, here /data.
as_root mkdir -p "$folder/data"
as_root chown "$user" "$folder/data"
inside() {
  # shellcheck disable=SC2016 # expanded by the inner shell
  as_root unshare --mount sh -c '
    mount --bind "$1" "$1" && mount --bind "$1/data" "$1/data" && mount -o remount,bind,ro "$1" || exit 125
    folder="$1" user="$2"; shift 2
    exec chroot --userspec="$user" "$folder" env -i PATH=/usr/local/bin:/usr/bin:/bin "$@"' \
    sh "$folder" "$user" "$@"
}
if inside touch /anything 2>/dev/null; then
  echo "the root can be written" >&2
  exit 1
fi
[ "$(inside id -u)" = "${user%%:*}" ]
inside DATABASE_URL=sqlite:///data/hufu.db hufu-backend --migrate

settings=(DATABASE_URL=sqlite:///data/hufu.db HUFU_SECRET="$(openssl rand -base64 48)" WECHAT_APP_ID=wx0123456789abcdef
  WECHAT_APP_SECRET="$(openssl rand -hex 16)" CLERK_SECRET_KEY="sk_live_$(openssl rand -hex 16)"
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY="pk_live_$(printf 'clerk.hufu.test$' | base64)")
inside "${settings[@]}" hufu-backend --host 127.0.0.1 --port 18787 --operations-port 18788 \
  --public-url=https://api.hufu.test --site-url=https://www.hufu.test >"$folder.log" &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
for _ in $(seq 100); do
  if grep -q '^operations ' "$folder.log"; then break; fi
  sleep 0.1
done
curl --fail --silent --show-error http://127.0.0.1:18788/readyz
curl --fail --silent --show-error http://127.0.0.1:18787/.well-known/jwks.json
as_root kill -TERM "$(pgrep --full "^hufu-backend --host 127.0.0.1 --port 18787")"
wait "$server"
trap - EXIT
as_root rm -rf "$folder" "$folder.log"
