#!/usr/bin/env bash
# Usage: deb.sh BUILD CPACK OUT: makes the Debian package, looks into it, and runs its programs from
# an unpacked copy; with HUFU_TEST_FULL in a fresh Debian, installed by apt.
set -euo pipefail

build="$1"
cpack="$2"
out="$3"

fail() {
  echo "$*" >&2
  exit 1
}

rm -rf "$out"
mkdir -p "$out"
"$cpack" --config "$build/CPackConfig.cmake" -B "$out" >"$out/cpack.log" 2>&1 || {
  cat "$out/cpack.log" >&2
  fail "cpack failed"
}
package="$(echo "$out"/hufu_*.deb)"
[ -f "$package" ] || fail "cpack made no package"

# What somebody who installs it counts on.
dpkg-deb --contents "$package" | awk '{ print $6 }' | sed 's|^\.||' >"$out/contents"
for file in /usr/bin/hufu /usr/bin/hufu-mock-server /usr/lib/libhufu_native.a \
  /usr/lib/cmake/hufu/hufuConfig.cmake /usr/lib/pkgconfig/hufu.pc \
  /usr/include/hufu.h /usr/include/hufu/native/client.h /usr/share/man/man1/hufu.1 \
  /usr/share/man/man1/hufu-mock-server.1 /usr/share/bash-completion/completions/hufu \
  /usr/share/zsh/vendor-completions/_hufu /usr/share/fish/vendor_completions.d/hufu.fish \
  /usr/share/doc/hufu/copyright /usr/share/doc/hufu/hufu.cdx.json; do
  grep -qx "$file" "$out/contents" || fail "$file is not in the package"
done
if dpkg-deb --contents "$package" | awk '{ print $1, $2 }' | grep -v ' root/root$'; then
  fail "files of the package belong to somebody"
fi
if grep -vE '^/$|^/usr/' "$out/contents"; then fail "the package writes outside /usr"; fi
depends="$(dpkg-deb --field "$package" Depends)"
for library in libc6 "libcurl4 | libcurl3-gnutls" libssl3; do
  [[ "$depends" == *"$library"* ]] || fail "the package does not depend on $library: $depends"
done

# The bill of materials names what is loaded and what was compiled in.
dpkg-deb --extract "$package" "$out/root"
python3 - "$out/root/usr/share/doc/hufu/hufu.cdx.json" <<'PYTHON'
import json, sys
bill = json.load(open(sys.argv[1]))
assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.5")
names = {each["name"] for each in bill["components"]}
assert {"libcurl4", "libc6", "boost", "cli11", "nlohmann-json"} <= names, names
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
exec "$here/fresh_root.sh" "$package" "$out/debian"
