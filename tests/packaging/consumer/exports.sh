#!/usr/bin/env bash
# Usage: exports.sh LIBRARY NAME: of all that has to do with Hufu, nothing is exported; NAME is.
set -euo pipefail

exported="$(nm --dynamic --defined-only --demangle "$1")"
grep -q " T $2\$" <<<"$exported"
if grep "hufu" <<<"$exported"; then
  echo "$1 gives these away" >&2
  exit 1
fi
