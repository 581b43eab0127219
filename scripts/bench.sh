#!/usr/bin/env bash
# ./dev bench: runs the benchmarks and merges their rows into build/bench/results.json. A group is one
# program tests/bench/bench_NAME, or one of those below.
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=scripts/setup.sh
source "$root/scripts/setup.sh"
# shellcheck source=scripts/compile.sh
source "$root/scripts/compile.sh"

usage() {
  cat <<'TEXT'
Usage: ./dev bench [--group NAME | --server | --js | --python] [--full]

Runs the benchmarks (about ten minutes), merges their rows into build/bench/results.json, and prints them
beside their goals and peers. Ends with 1 where a goal is missed or a group could not be measured.

  --group NAME   native, store, open_world, server, backend, bridges, cli, wasm, js, server_half, python or door
  --server, --js, --python   the same as --group server, js or python
  --full         the group backend with a million people in its databases, instead of a hundred thousand
TEXT
}

group=""
while [ $# -gt 0 ]; do
  case "$1" in
    --group)
      group="${2:-}"
      shift
      ;;
    --full) export HUFU_BENCH_FULL=1 ;;
    --server) group=server ;;
    --js) group=js ;;
    --python) group=python ;;
    -h | --help)
      usage
      exit
      ;;
    *) fail "./dev bench does not know '$1'; see ./dev bench --help." ;;
  esac
  shift
done

wants() { [ -z "$group" ] || [ "$group" = "$1" ]; }

build_native() {
  configure native
  compile native "$@"
}

build_npm_package() {
  need wasm
  need_node
  need_npm_packages "$root/wasm"
  configure wasm
  compile wasm
  (cd wasm && npm run --silent build) >&2
}

bench_programs() {
  build_native hufu-mock-server tests/bench/all
  local program name
  for program in "$build"/native/tests/bench/bench_*; do
    if [ ! -f "$program" ] || [ ! -x "$program" ]; then continue; fi
    name="$(basename "$program")"
    if [ "$name" = bench_server_half ]; then continue; fi # with the rows of the others
    if wants "${name#bench_}"; then
      found=yes
      say "Running $name."
      "$program" >>"$rows" || broken+=("$name")
    fi
  done
}

# The mock server beside a plain Express application.
bench_server() {
  need bench
  need_node
  need_npm_packages "$root/tests/bench/express"
  build_native hufu-mock-server
  found=yes
  say "Running the server's benchmark."
  python3 tests/bench/server.py "$HUFU_MOCK_SERVER" >>"$rows" || broken+=(server)
}

# The same on PostgreSQL, as people grow, and its memory.
bench_backend() {
  need bench postgres
  need_node
  need_npm_packages "$root/tests/bench/express"
  build_native hufu-mock-server
  found=yes
  say "Running the benchmark of the server on PostgreSQL."
  python3 tests/bench/backend.py "$HUFU_MOCK_SERVER" >>"$rows" || broken+=(backend)
}

# How soon a page knows of the phone, and what pages cost that wait for it.
bench_bridges() {
  need bench postgres
  build_native hufu-mock-server
  found=yes
  say "Running the benchmark of the bridges."
  python3 tests/bench/bridges.py "$HUFU_MOCK_SERVER" >>"$rows" || broken+=(bridges)
}

# The program hufu, from a shell.
bench_cli() {
  build_native hufu-mock-server hufu-cli
  found=yes
  say "Running the command line's benchmark."
  python3 tests/bench/cli.py "$build/native/bindings/cli/hufu" "$HUFU_MOCK_SERVER" >>"$rows" ||
    broken+=(cli)
}

# The npm package beside others, in Node and in Chromium.
bench_js() {
  need browser
  build_npm_package
  need_npm_packages "$root/tests/bench/js"
  build_native hufu-mock-server
  found=yes
  say "Running the npm package's benchmark."
  node tests/bench/js/bench.mjs >>"$rows" || broken+=(js)
}

# Odd answers of real servers: how many, and how many of them we get wrong.
bench_open_world() {
  build_native hufu_matrix_replay
  found=yes
  say "Playing the odd answers of servers."
  python3 tests/matrix/count.py "$build/native/tests/matrix/hufu_matrix_replay" >>"$rows" ||
    broken+=(open_world)
}

# The Python package beside libraries from PyPI.
bench_python() {
  need pyext
  need_test_python
  build_native hufu-mock-server
  need_python_wheel "$root/tests/bench/python_requirements.txt"
  found=yes
  say "Running the Python package's benchmark."
  "$build/python/venv/bin/python" tests/bench/python_package.py "$HUFU_MOCK_SERVER" \
    >>"$rows" || broken+=(python)
}

# hufu/server beside jose alone, hufu_auth.verify beside PyJWT alone, hufu::server beside OpenSSL alone. The npm package has to be built: ./dev build npm
bench_server_half() {
  need_node
  need_npm_packages "$root/wasm"
  need pyext
  need_test_python
  need_python_wheel "$root/tests/bench/python_requirements.txt"
  build_native bench_server_half
  found=yes
  say "Running the benchmarks of hufu/server, of hufu_auth.verify and of hufu::server."
  node tests/bench/js/server_half.mjs >>"$rows" || broken+=(server_half)
  "$build/python/venv/bin/python" tests/bench/python_server_half.py >>"$rows" || broken+=(server_half)
  "$build/native/tests/bench/bench_server_half" >>"$rows" || broken+=(server_half)
}

# The sizes of the core's modules as a browser and a phone download them.
bench_wasm() {
  build_npm_package
  found=yes
  node tests/bench/js/module_sizes.mjs wasm >>"$rows"
}

# How soon a stranger is in: what the suite docs has walked (all start pages with --full), and what one downloads.
bench_door() {
  build_npm_package
  found=yes
  if [ ! -f "$build/docs.json" ]; then "$root/dev" test --only docs >&2 || broken+=(door); fi
  python3 tests/bench/door.py "$build/docs.json" wasm >>"$rows" || broken+=(door)
}

need build catch2 python
mkdir -p "$build/bench"
rows="$build/bench/rows.jsonl"
found=""
broken=()
: >"$rows"
export HUFU_MOCK_SERVER="$build/native/mock-server/hufu-mock-server"
case "$group" in open_world | wasm | server | backend | bridges | server_half | js | python | cli | door) ;; *) bench_programs ;; esac
if wants open_world; then bench_open_world; fi
if wants server; then bench_server; fi
if wants backend; then bench_backend; fi
if wants bridges; then bench_bridges; fi
if wants cli; then bench_cli; fi
if wants wasm; then bench_wasm; fi
if wants js; then bench_js; fi
if wants server_half; then bench_server_half; fi
if wants python; then bench_python; fi
if wants door; then bench_door; fi
[ -n "$found" ] || fail "There is no group '$group'."
status=0
python3 scripts/bench.py "$rows" "$build/bench/results.json" || status=1
for each in "${broken[@]}"; do
  say "MISSING: the group '$each' ended with an error, so some of its rows, or all, are of an earlier run or not there."
  status=1
done
exit "$status"
