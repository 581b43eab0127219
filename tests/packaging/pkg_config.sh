#!/usr/bin/env bash
# Usage: pkg_config.sh PREFIX COMPILER FOLDER: builds and runs the consumer with pkg-config's flags.
set -euo pipefail

prefix="$1"
compiler="$2"
out="$3/pkg_config"
sources="$(dirname "${BASH_SOURCE[0]}")/consumer"
PKG_CONFIG_PATH="$(dirname "$(find "$prefix" -name hufu.pc)")"
export PKG_CONFIG_PATH
mkdir -p "$out"

build() {
  local program="$1" package="$2"
  # The flags are several words.
  # shellcheck disable=SC2046
  "$compiler" -std=c++20 -o "$out/$program" "$sources/$program.cpp" \
    $(pkg-config --cflags --libs "$package")
  "$out/$program"
}

# C programs are linked by a C compiler.
# shellcheck disable=SC2046
"${CC:-cc}" -o "$out/uses_c" "$sources/uses_c.c" $(pkg-config --cflags --libs hufu)
"$out/uses_c"
# What they link into a library of their own stays in there.
# shellcheck disable=SC2046
"$compiler" -std=c++20 -fPIC -fvisibility=hidden -shared -o "$out/libplugin.so" "$sources/plugin.cpp" \
  $(pkg-config --cflags --libs hufu-native)
"$sources/exports.sh" "$out/libplugin.so" plugin_state

build uses_core hufu
build uses_native hufu-native
build uses_server hufu-server
