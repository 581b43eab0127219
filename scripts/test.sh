#!/usr/bin/env bash
# ./dev test: builds everything, runs every suite even when one fails, and ends with the line
# "N passed, N failed".
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=scripts/setup.sh
source "$root/scripts/setup.sh"
# shellcheck source=scripts/compile.sh
source "$root/scripts/compile.sh"

# What programs say is compared in English, whatever the language of whoever runs this.
export LC_ALL=C.UTF-8

table() { grep -v '^#' "$root/scripts/suites.txt"; }

# column NAME N: what stands in a column of that row.
column() {
  table | awk -F '|' -v name="$1" -v n="$2" '
    { gsub(/^ +| +$/, "", $1) }
    $1 == name { gsub(/^ +| +$/, "", $n); print $n }'
}

mapfile -t suites < <(table | awk -F '|' '$1 !~ /^build / { gsub(/ /, "", $1); print $1 }')
results="$build/test-results"
export HUFU_MOCK_SERVER="$build/native/mock-server/hufu-mock-server"

usage() {
  cat <<TEXT
Usage: ./dev test [--full] [--only SUITE]...

Builds everything, runs every suite even when one fails, and ends with the line "N passed, N failed".

  --full        unsampled: every version, every interpreter, stress at full length (hours)
  --only SUITE  this suite, and what it needs; may be given several times
$(fold -s -w 88 <<<"${suites[*]}" | sed 's/^/                /; s/ *$//')
TEXT
}

only=()
while [ $# -gt 0 ]; do
  case "$1" in
    --full) export HUFU_TEST_FULL=1 ;;
    --only)
      [[ " ${suites[*]} " == *" ${2:-} "* ]] || fail "--only wants one of: ${suites[*]}"
      only+=("$2")
      shift
      ;;
    -h | --help) usage && exit ;;
    *) fail "./dev test does not know '$1'; it takes --full and --only SUITE." ;;
  esac
  shift
done
if [ ${#only[@]} -gt 0 ]; then suites=("${only[@]}"); fi

# Everything the suites ask for, once, before the first runs.
set_up() {
  local suite preset folder groups=() folders=()
  for suite in "${suites[@]}"; do
    for preset in $(column "$suite" 3); do
      read -ra groups <<<"${groups[*]} $(column "build $preset" 4)"
    done
    read -ra groups <<<"${groups[*]} $(column "$suite" 4)"
    read -ra folders <<<"${folders[*]} $(column "$suite" 6)"
    if [ -n "${HUFU_TEST_FULL:-}" ]; then
      read -ra groups <<<"${groups[*]} $(column "$suite" 5)"
      read -ra folders <<<"${folders[*]} $(column "$suite" 7)"
    fi
  done
  if [ ${#groups[@]} -gt 0 ]; then need "${groups[@]}"; fi
  need_test_python
  if [ ${#folders[@]} -gt 0 ]; then need_npm_packages_of "${folders[@]}"; fi
}

# After the suite `python`, the same on other interpreters: `python@3.9.18`.
declare -A python_of
add_pythons() {
  local suite version path more=()
  heading "interpreters"
  python3 scripts/pythons.py ${HUFU_TEST_FULL:+--full} >"$results/pythons.txt"
  for suite in "${suites[@]}"; do
    more+=("$suite")
    if [ "$suite" != python ]; then continue; fi
    while read -r version path; do
      more+=("python@$version")
      python_of[$version]="$path"
    done <"$results/pythons.txt"
  done
  suites=("${more[@]}")
}

# Configures and builds a preset; remembers the outcome, so that each is built once.
declare -A built
build_preset() {
  local preset="$1" options=() started=$SECONDS
  if [ -n "${built[$preset]:-}" ]; then return; fi
  heading "build $preset"
  if [ "$preset" = asan ] && [ -n "${HUFU_TEST_FULL:-}" ]; then options=(-DHUFU_MOCK_SERVER=ON); fi
  if configure "$preset" "${options[@]}" && compile "$preset" ${options[0]:+all}; then
    built[$preset]=ok
  else
    built[$preset]=failed
  fi
  write_down "build $preset" 0 "$((SECONDS - started))"
}

# write_down SUITE STATUS SECONDS: a row for the closing table, with the budget it had: --full has none.
write_down() {
  local budget=""
  if [ -z "${HUFU_TEST_FULL:-}" ]; then budget="$(column "${1%%@*}" 2)"; fi
  printf '%s\t%s\t%s\t%s\n' "$@" "$budget" >>"$results/suites.tsv"
}

run_ctest() {
  local preset="$1"
  shift
  ctest --preset "$preset" --no-tests=error -j "$(nproc)" --output-junit "$results/$suite.xml" "$@"
}

run_native() { run_ctest native --label-exclude packaging; }
run_asan() { run_ctest asan; }
run_tsan() { run_ctest tsan; }
run_clang() { run_ctest clang; }
run_packaging() { run_ctest native --label-regex packaging; }

# What ./dev build leaves, of what this run has built, installed as strangers do it.
run_release() {
  "$root/dev" build
  run_pytest tests/release
}

run_npm() {
  if [ ! -f "$1/package.json" ]; then return; fi
  cd "$1"
  NODE_OPTIONS="--test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=junit --test-reporter-destination=$results/$suite.xml" npm test --silent
}
# wasm@walls, with --full: what must not compile, by emcc.
run_wasm() {
  if [ "${1:-}" = walls ]; then run_ctest wasm --tests-regex '^must not compile'; else run_npm "$root/wasm"; fi
}
# The npm package, built once in a run: its last file is of this run.
npm_package() {
  [ "$root/wasm/dist/types-cjs/package.json" -nt "$results/begun" ] || (cd "$root/wasm" && npm run build --silent)
}
run_next() { npm_package && run_npm "$root/tests/next"; }
run_builders() { npm_package && run_npm "$root/tests/builders"; }
# Tests in JavaScript, then those in Python; both always.
run_clients() {
  local status=0
  (run_npm "$root/tests/$1") || status=1
  suite="$suite.python" run_pytest "tests/$1" --server "$HUFU_MOCK_SERVER" || status=1
  return "$status"
}
run_peers() { run_clients peers; }
run_gotrue() { npm_package && run_clients gotrue; }
run_bridges() { npm_package && run_clients bridges; }
run_server_half() { npm_package && run_npm "$root/tests/server_half"; }
run_server_npm() { run_npm "$root/tests/server_npm"; }

# By the Python that `interpreter` names.
run_pytest() { "${interpreter:-$build/venv/bin/python}" -m pytest -q --junitxml "$results/$suite.xml" "$@"; }
# Files of tests side by side, where each process of pytest starts its servers itself and nothing is judged over all.
side_by_side=(-n "$(jobs)" --dist loadfile)
run_contract() { run_pytest tests/mock_server/contract --server "$HUFU_MOCK_SERVER"; }
run_servers() { run_pytest "${side_by_side[@]}" tests/mock_server/servers --server "$HUFU_MOCK_SERVER"; }
run_store() { run_pytest tests/store --server "$HUFU_MOCK_SERVER"; }

# Packs the Python package and tests what a stranger would install: the wheel, made from the sdist,
# in a fresh venv. With a version, on that interpreter; types are checked there with --full only.
run_python() {
  local version="${1:-}" folder="$build/python" tests="$root/tests/python" what=() wanted=("$root/tests/python/requirements.txt")
  if [ -z "$version" ] || [ -n "${HUFU_TEST_FULL:-}" ]; then
    wanted+=("$tests/requirements-types.txt")
  else
    what+=(--ignore "$tests/test_types.py")
  fi
  if [ -z "$version" ]; then
    need_python_wheel "${wanted[@]}"
  else
    folder+="/$version"
    need_python_wheel_of "${python_of[$version]}" "$folder" "${wanted[@]}"
  fi
  HUFU_PYRIGHT="$tests/node_modules/pyright/index.js" HUFU_PYTHON_DIST="$folder/dist" \
    interpreter="$folder/venv/bin/python" run_pytest "${side_by_side[@]}" "${what[@]}" tests/python
}

# Odd answers of real servers, played natively, in Node (twice) and in Python.
run_matrix() {
  npm_package
  need_python_wheel_once "$root/tests/python/requirements.txt"
  run_pytest tests/matrix
}

# What Python users test their own backends with, from its wheels.
run_python_kit() {
  local wheel
  need_python_kit
  wheel=("$build"/python-kit/dist/*.whl)
  # The server is the wheel's own.
  unset HUFU_MOCK_SERVER
  HUFU_MOCK_SERVER_WHEEL="${wheel[0]}" interpreter="$build/python-kit/venv/bin/python" run_pytest "${side_by_side[@]}" tests/python_kit
}
run_cli() {
  run_pytest "${side_by_side[@]}" tests/cli --server "$HUFU_MOCK_SERVER" --hufu "$build/native/bindings/cli/hufu"
}
run_desktop() { run_pytest tests/desktop --server "$HUFU_MOCK_SERVER"; }
run_lint() { run_pytest "$root/tests/lint"; }

# What the documents say, done; Python's types and tests in the environment of its users. With --full all start
# pages are walked, and want all packages.
run_docs() {
  if [ -n "${HUFU_TEST_FULL:-}" ]; then "$root/dev" build; fi
  npm_package
  need_python_kit_with "$root/tests/docs/requirements.txt"
  run_pytest tests/docs
}

# Runs one suite and writes down how it ended. `set -e` must stay in force inside.
run_suite() {
  local suite="$1" version="" preset missing="" started status=1
  if [[ "$suite" == *@* ]]; then version="${suite#*@}"; fi
  for preset in $(column "${suite%%@*}" 3); do
    build_preset "$preset"
    if [ "${built[$preset]}" != ok ]; then missing="$preset"; fi
  done
  heading "$suite"
  started=$SECONDS
  if [ -z "$missing" ]; then
    set +e
    (set -e && "run_${suite%%@*}" ${version:+"$version"}) >&2
    status=$?
    set -e
  else
    say "Not run: preset $missing does not build."
  fi
  write_down "$suite" "$status" "$((SECONDS - started))"
}

set_up
rm -rf "$results"
mkdir -p "$results" && touch "$results/begun"
case " ${suites[*]} " in *" python "*) add_pythons ;; esac
case "${HUFU_TEST_FULL:-} ${suites[*]} " in 1*" wasm "*) suites+=("wasm@walls") ;; esac
for suite in "${suites[@]}"; do
  run_suite "$suite"
done

heading "result"
exec python3 "$root/scripts/summary.py" "$results"
