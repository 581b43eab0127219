#!/usr/bin/env bash
# Usage: fresh_root.sh PACKAGE FOLDER: makes a small Debian of this release in the folder, has apt
# install the package there, runs its programs, and removes it again.
set -euo pipefail

package="$1"
folder="$2"

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }
inside() { as_root chroot "$folder" "$@"; }

release="$(. /etc/os-release && echo "$VERSION_CODENAME")"
as_root rm -rf "$folder"
as_root debootstrap --variant=minbase "$release" "$folder" "${HUFU_DEBIAN_MIRROR:-http://deb.debian.org/debian}"
for file in /etc/apt/apt.conf.d/*proxy* /etc/resolv.conf; do
  if [ -f "$file" ]; then as_root cp "$file" "$folder$file"; fi
done
as_root cp "$package" "$folder/tmp/hufu.deb"
inside apt-get install --yes --no-install-recommends /tmp/hufu.deb
inside hufu --version
inside hufu-mock-server --help >/dev/null
inside env HUFU_STORE_KEY="$(printf 'ab%.0s' {1..32})" HOME=/root hufu status --json || [ $? -eq 3 ]
# libcurl, which nobody links, came with it: a server that is not there is what is wrong.
found="$(inside env HOME=/root hufu doctor --store memory --server http://127.0.0.1:1 || true)"
[[ "$found" == *"gives no answer"* ]] || { echo "$found" && exit 1; }
inside apt-get remove --yes hufu
if inside test -e /usr/bin/hufu; then exit 1; fi
as_root rm -rf "$folder"
