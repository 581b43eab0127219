#!/usr/bin/env bash
# Usage: fresh_root.sh FOLDER PACKAGE...: makes a small Debian of this release in the folder, has apt
# install the packages there, runs their programs, and removes them again.
set -euo pipefail

folder="$1"
shift

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }
# Without the names that this machine's environment has for things outside (HUFU_MOCK_SERVER).
in_root=(env -i "PATH=$PATH" HOME=/root chroot "$folder")
if [ "$(id -u)" -ne 0 ]; then in_root=(sudo "${in_root[@]}"); fi
inside() { "${in_root[@]}" "$@"; }

release="$(. /etc/os-release && echo "$VERSION_CODENAME")"
as_root rm -rf "$folder"
as_root debootstrap --variant=minbase "$release" "$folder" "${HUFU_DEBIAN_MIRROR:-http://deb.debian.org/debian}"
for file in /etc/apt/apt.conf.d/*proxy* /etc/resolv.conf; do
  if [ -f "$file" ]; then as_root cp "$file" "$folder$file"; fi
done
as_root cp "$@" "$folder/tmp/"
inside apt-get install --yes --no-install-recommends "${@/#*\//\/tmp/}"
inside hufu --version
inside hufu-mock-server --help >/dev/null
inside hufu-backend --help >/dev/null
inside env HUFU_STORE_KEY="$(printf 'ab%.0s' {1..32})" hufu status --json || [ $? -eq 3 ]
# Two terminals of a stranger. libcurl, which nobody links, has come with the package.
"$(dirname "${BASH_SOURCE[0]}")/sign_in.sh" "$folder.story" "${in_root[@]}" \
  env HUFU_STORE_KEY="$(printf 'ab%.0s' {1..32})" hufu
inside apt-get remove --yes hufu hufu-mock-server hufu-backend libhufu-dev
if inside test -e /usr/bin/hufu -o -e /usr/bin/hufu-mock-server -o -e /usr/bin/hufu-backend; then exit 1; fi
as_root rm -rf "$folder"
