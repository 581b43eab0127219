#!/usr/bin/env bash
# ./dev build: makes the packages that are published, in build/packages.
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=scripts/setup.sh
source "$root/scripts/setup.sh"
# shellcheck source=scripts/compile.sh
source "$root/scripts/compile.sh"

packages="$build/packages"
kinds=(npm server python deb)

usage() {
  cat <<'TEXT'
Usage: ./dev build [npm] [server] [python] [deb] | all

Makes packages in build/packages, and prints their names. Times are of a first run on two cores; later runs take seconds.

  npm      hufu: browsers, Node, edge runtimes, mini-programs   needs emscripten, Node      2 minutes
  server   hufu-mock-server for npm                             needs a C++ compiler, Node  3 minutes
  python   hufu-auth and hufu-auth-mock-server, sdist, wheels   needs a C++ compiler        5 minutes
  deb      the programs and the C++ and C libraries             needs a C++ compiler        7 minutes

On Debian and its relatives it installs what is missing, and says what and why.
TEXT
}

# build_targets PRESET TARGET...: without targets all of them.
build_targets() {
  configure "$1"
  compile "$@"
}

# npm_pack FOLDER
npm_pack() {
  (cd "$1" && npm pack --ignore-scripts --silent --pack-destination "$packages" >/dev/null)
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
  need build catch2
  need_node
  build_targets native hufu-mock-server
  (cd "$root/mock-server/npm" && npm run build --silent)
  npm_pack "$root/mock-server/npm"
  npm_pack "$root"/mock-server/npm/dist/hufu-mock-server-*
}

build_python() {
  need build catch2 pyext
  need_python "$root"/tests/*/contract/requirements.txt "$root"/tests/store/requirements.txt
  build_targets native hufu-mock-server
  need_python_kit
  cp "$build"/python/dist/* "$build"/python-kit/dist/*.whl "$packages"
}

build_deb() {
  need build catch2 deb
  build_targets native
  cpack --config "$build/native/CPackConfig.cmake" -B "$build/deb" >"$build/cpack.log" 2>&1 || {
    tail -n 40 "$build/cpack.log" >&2
    fail "cpack made no package; see $build/cpack.log."
  }
  cp "$build"/deb/*.deb "$packages"
}

wanted=("$@")
case " $* " in
  *" -h "* | *" --help "*)
    usage
    exit
    ;;
  " all ") wanted=("${kinds[@]}") ;;
esac
if [ ${#wanted[@]} -eq 0 ]; then
  usage >&2
  exit 2
fi
for kind in "${wanted[@]}"; do
  [[ " ${kinds[*]} " == *" $kind "* ]] || fail "./dev build does not know '$kind'; it takes ${kinds[*]} or all."
done

mkdir -p "$packages"
started="$(mktemp)"
trap 'rm -f "$started"' EXIT
for kind in "${wanted[@]}"; do "build_$kind"; done
find "$packages" -type f -newer "$started" | sort
