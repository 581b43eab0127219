# shellcheck shell=bash disable=SC2034
# Sourced by every script: where things are, and how we talk.
set -euo pipefail
shopt -s nullglob

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
build="$root/build"
cd "$root"

# What was compiled in one checkout serves in the next: paths below the root do not count.
export CCACHE_BASEDIR="$root" CCACHE_NOHASHDIR=true

# Tells this run of a command, and of those that it runs itself, from all others; numbers of processes come again.
export HUFU_THIS_RUN="${HUFU_THIS_RUN:-$$ at $EPOCHREALTIME}"

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$*"
  exit 1
}

heading() { printf '\n=== %s\n' "$*" >&2; }

# Two jobs at least; no more than there are processors, or 2 GB of memory each.
jobs() {
  local processors gigabytes
  processors="$(nproc)"
  gigabytes="$(awk '/MemAvailable/ { print int($2 / 2097152) }' /proc/meminfo)"
  if [ "$gigabytes" -lt "$processors" ]; then processors="$gigabytes"; fi
  if [ "$processors" -lt 2 ]; then processors=2; fi
  echo "$processors"
}

# The content of files as one number, to notice that they changed.
fingerprint() { cat "$@" | sha256sum | cut -d ' ' -f 1; }
