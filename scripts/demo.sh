#!/usr/bin/env bash
# ./dev demo: builds the mock server and the demo if needed, and runs the demo.
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=scripts/setup.sh
source "$root/scripts/setup.sh"

native="$build/native"

need build
if [ ! -f "$native/build.ninja" ]; then
  say "Preparing the build. The first one takes a few minutes, the next a second."
  mkdir -p "$build"
  cmake --preset native -DHUFU_TESTS=OFF >"$build/configure.log" 2>&1 || {
    cat "$build/configure.log" >&2
    fail "CMake could not prepare the build."
  }
fi
if ! ninja -C "$native" -n hufu-mock-server hufu-demo | grep -q 'no work to do'; then
  nice ninja -C "$native" -j "$(jobs)" hufu-mock-server hufu-demo >&2
fi

server=(--server "$native/mock-server/hufu-mock-server")
case " $* " in *" --server"*) server=() ;; esac
exec "$native/examples/demo/hufu-demo" "${server[@]}" "$@"
