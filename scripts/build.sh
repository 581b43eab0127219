#!/usr/bin/env bash
# ./dev build: makes what a release holds, in build/release.
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=scripts/setup.sh
source "$root/scripts/setup.sh"
# shellcheck source=scripts/compile.sh
source "$root/scripts/compile.sh"

release="$build/release"
kinds=(npm server python deb archive)

usage() {
  cat <<'TEXT'
Usage: ./dev build [npm] [server] [python] [deb] [archive]

Makes packages in build/release, and prints their names; without a word all that a release holds, in an empty folder. Times
are of a first run on two cores; later runs take seconds.

  npm      hufu: browsers, Node, edge runtimes, mini-programs   needs emscripten, Node      2 minutes
  server   hufu-mock-server for npm, linux-x64                  needs a C++ compiler, Node  3 minutes
  python   hufu-auth and hufu-auth-mock-server, sdist, wheels   needs a C++ compiler        5 minutes
  deb      the programs and the C++ and C libraries             needs a C++ compiler        7 minutes
  archive  the programs for linux-x64, with their libraries     needs a C++ compiler, Node  7 minutes

SHA256SUMS beside the packages of a whole release names the digest of each.

On Debian and its relatives it installs what is missing, and says what and why.
TEXT
}

# build_targets PRESET TARGET...: without targets all of them.
build_targets() {
  configure "$1"
  compile "$@"
}

# The mock server with the libraries it was linked with, once a run.
gathered=""
gather_server() {
  if [ -n "$gathered" ]; then return; fi
  need build catch2
  need_node
  build_targets native hufu-mock-server
  (cd "$root/mock-server/npm" && npm run build --silent)
  gathered=yes
}

# npm_pack FOLDER
npm_pack() {
  (cd "$1" && npm pack --ignore-scripts --silent --pack-destination "$release" >/dev/null)
}

build_npm() {
  need build catch2 wasm
  need_node
  build_targets wasm
  need_npm_packages "$root/wasm"
  (cd "$root/wasm" && npm run build --silent)
  npm_pack "$root/wasm"
}

build_server() {
  gather_server
  npm_pack "$root/mock-server/npm"
  npm_pack "$root"/mock-server/npm/dist/hufu-mock-server-*
}

build_python() {
  need build catch2 pyext
  need_test_python
  build_targets native hufu-mock-server
  release_python "$release"
}

build_deb() {
  need build catch2 deb
  build_targets native
  cpack --config "$build/native/CPackConfig.cmake" -B "$build/deb" >"$build/cpack.log" 2>&1 || {
    tail -n 40 "$build/cpack.log" >&2
    fail "cpack made no package; see $build/cpack.log."
  }
  cp "$build"/deb/*.deb "$release"
}

# For any Linux with glibc 2.36 or newer: the programs need no library but those of every system and the ones beside them.
build_archive() {
  local version name folder program
  version="$(sed -n 's/^project(hufu VERSION \([0-9.]*\).*/\1/p' "$root/CMakeLists.txt")"
  name="hufu-$version-linux-x64"
  folder="$build/archive/$name"
  gather_server
  build_targets native hufu-cli-documents hufu-backend
  rm -rf "$build/archive"
  mkdir -p "$folder/share/man/man1"
  cp -r "$root"/mock-server/npm/dist/hufu-mock-server-linux-x64/{bin,lib,licenses,LICENSE} "$folder"
  for program in bindings/cli/hufu mock-server/hufu-backend; do
    strip -o "$folder/bin/${program##*/}" "$build/native/$program"
  done
  cp "$root"/mock-server/*.1 "$build"/native/bindings/cli/made/hufu.1 "$folder/share/man/man1"
  tar --owner=0 --group=0 --sort=name -C "$build/archive" -czf "$release/$name.tar.gz" "$name"
}

wanted=("$@")
case " $* " in
  *" -h "* | *" --help "*)
    usage
    exit
    ;;
esac
if [ ${#wanted[@]} -eq 0 ]; then
  wanted=("${kinds[@]}")
  rm -rf "$release"
fi
for kind in "${wanted[@]}"; do
  [[ " ${kinds[*]} " == *" $kind "* ]] || fail "./dev build does not know '$kind'; it takes ${kinds[*]}, or nothing for all."
done

mkdir -p "$release"
started="$(mktemp)"
trap 'rm -f "$started"' EXIT
for kind in "${wanted[@]}"; do "build_$kind"; done
# Of a whole release alone: a folder that was filled bit by bit may hold what is older.
rm -f "$release/SHA256SUMS"
if [ $# -eq 0 ]; then (cd "$release" && sums="$(sha256sum -- *)" && echo "$sums" >SHA256SUMS); fi
find "$release" -type f -newer "$started" | sort
