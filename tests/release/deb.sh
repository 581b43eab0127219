#!/usr/bin/env bash
# Usage: deb.sh RELEASE OUT: looks into the Debian packages in the folder RELEASE, and runs their programs from an
# unpacked copy; with HUFU_TEST_FULL in a fresh Debian, installed by apt.
set -euo pipefail

release="$1"
out="$2"

fail() {
  echo "$*" >&2
  exit 1
}

rm -rf "$out"
mkdir -p "$out"

# looks_into NAME FILE...: what somebody who installs it counts on; unpacks it.
looks_into() {
  local package file
  package="$(echo "$release/$1"_*.deb)"
  [ -f "$package" ] || fail "$release has no package $1"
  dpkg-deb --contents "$package" | awk '{ print $6 }' | sed 's|^\.||' >"$out/contents"
  for file in "${@:2}" "/usr/share/doc/$1/copyright"; do
    grep -qx "$file" "$out/contents" || fail "$file is not in $1"
  done
  if dpkg-deb --contents "$package" | awk '{ print $1, $2 }' | grep -v ' root/root$'; then
    fail "files of $1 belong to somebody"
  fi
  if grep -vE '^/$|^/usr/' "$out/contents"; then fail "$1 writes outside /usr"; fi
  # The first, which is for users, has no library to develop with in it, and no server.
  if [ "$1" = hufu ] && grep -E '\.(a|h)$|mock-server$' "$out/contents"; then fail "$1 has too much in it"; fi
  dpkg-deb --extract "$package" "$out/root"
  packages+=("$package")
}

depends_on() {
  local depends
  depends="$(dpkg-deb --field "$(echo "$release/$1"_*.deb)" Depends)"
  [[ "$depends" == *"$2"* ]] || fail "$1 does not depend on $2: $depends"
}

packages=()
looks_into hufu /usr/bin/hufu /usr/share/man/man1/hufu.1 /usr/share/bash-completion/completions/hufu \
  /usr/share/zsh/vendor-completions/_hufu /usr/share/fish/vendor_completions.d/hufu.fish \
  /usr/share/doc/hufu/hufu.cdx.json
looks_into libhufu-dev /usr/lib/libhufu_native.a /usr/lib/cmake/hufu/hufuConfig.cmake \
  /usr/lib/pkgconfig/hufu.pc /usr/include/hufu.h /usr/include/hufu/native/client.h
looks_into hufu-mock-server /usr/bin/hufu-mock-server /usr/share/man/man1/hufu-mock-server.1 \
  /usr/share/doc/hufu-mock-server/hufu-mock-server.cdx.json
looks_into hufu-backend /usr/bin/hufu-backend /usr/share/man/man1/hufu-backend.1 \
  /usr/share/doc/hufu-backend/hufu-backend.cdx.json
for library in libc6 "libcurl4 | libcurl3-gnutls" libssl3; do depends_on hufu "$library"; done
depends_on libhufu-dev libssl-dev
depends_on hufu-mock-server libsoci
depends_on hufu-backend libsoci

# No lines for debuggers: they were most of it.
for archive in "$out"/root/usr/lib/*.a; do
  if readelf --sections --wide "$archive" | grep -q '\.debug_info'; then fail "$archive is not stripped"; fi
done

# The bills of materials name what is loaded and what was compiled in.
python3 - "$out/root/usr/share/doc" <<'PYTHON'
import json, sys
wanted = {"hufu": {"libcurl4", "libc6", "cli11", "nlohmann-json"},
          "hufu-mock-server": {"libc6", "boost", "cli11", "nlohmann-json", "stb_image_write"},
          "hufu-backend": {"libc6", "boost", "cli11", "nlohmann-json"}}
for package, names in wanted.items():
    bill = json.load(open(f"{sys.argv[1]}/{package}/{package}.cdx.json"))
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
    found = {each["name"] for each in bill["components"]}
    assert names <= found, (package, found)
    assert all(each.get("version") for each in bill["components"])
PYTHON
if grep -aq "$PWD" "$out/root/usr/bin/hufu"; then fail "hufu holds a path of this machine"; fi

# hufu finds the server beside itself, and signs in at it.
here="$(dirname "${BASH_SOURCE[0]}")"
mkdir "$out/home"
outside=(env -i PATH=/usr/bin:/bin HOME="$out/home" HUFU_STORE_KEY="$(printf 'ab%.0s' {1..32})")
"${outside[@]}" "$out/root/usr/bin/hufu" --version
"$here/sign_in.sh" "$out/story" "${outside[@]}" "$out/root/usr/bin/hufu"

if [ -z "${HUFU_TEST_FULL:-}" ]; then exit 0; fi
exec "$here/fresh_root.sh" "$out/debian" "${packages[@]}"
