# shellcheck shell=bash disable=SC2154
# Sourced: prepares and compiles a preset. What the tools say goes to a file; a terminal shows one line, how far it is.

# configure PRESET [OPTION]...
configure() {
  local log="$build/configure-$1.log"
  mkdir -p "$build"
  if ! cmake --preset "$@" >"$log" 2>&1; then
    cat "$log" >&2
    say "CMake could not prepare the build."
    return 1
  fi
}

# compile PRESET [TARGET]...: without targets all of them. The preset is configured.
compile() {
  local preset="$1" log="$build/build-$1.log" targets=()
  shift
  if [ $# -gt 0 ]; then targets=(--target "$@"); fi
  if ! nice cmake --build --preset "$preset" "${targets[@]}" -- -j "$(jobs)" 2>&1 | tee "$log" | show_progress "$preset"; then
    # Who presses Ctrl-C knows.
    if grep -q '^ninja: build stopped: interrupted' "$log"; then exit 130; fi
    # From the first error on; what compiled before it says nothing about it.
    if grep -q '^FAILED: ' "$log"; then sed -n '/^FAILED: /,$p' "$log" | head -n 80 >&2; else tail -n 40 "$log" >&2; fi
    say "It does not compile; all that was said is in ${log#"$root"/}."
    return 1
  fi
}

# Of ninja's "[12/162] Building ..." the numbers, in one line that is written over and goes at the end. In a pipe one line in
# all, once there is something to do; to re-run CMake or re-check folders is nothing. In bash: Debian's awk waits for 4 KB of input before it looks at any.
show_progress() {
  local line shown="" bar width=24 number='^\[([0-9]+)/([0-9]+)\] '
  while IFS= read -r line; do
    if [[ ! "$line" =~ $number ]] || [[ "$line" == *"] Re-"* ]]; then continue; fi
    if [ -t 2 ]; then
      printf -v bar '%*s' $((width * BASH_REMATCH[1] / BASH_REMATCH[2])) ""
      printf -v bar "%-${width}s" "${bar// /#}"
      printf '\r\033[KCompiling (%s) [%s] %d of %d' "$1" "${bar// /.}" "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}" >&2
    elif [ -z "$shown" ]; then
      say "Compiling ($1)."
    fi
    shown=yes
  done
  if [ -n "$shown" ] && [ -t 2 ]; then printf '\r\033[K' >&2; fi
}
