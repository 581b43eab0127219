#!/usr/bin/env bash
# ./dev test [--full] [--only SUITE]: builds everything, runs every suite even when one fails, and
# ends with the line "N passed, N failed".
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=scripts/setup.sh
source "$root/scripts/setup.sh"

suites=(native asan clang node next contract peers server-npm servers store cli desktop python kit lint packaging)
results="$build/test-results"
export HUFU_MOCK_SERVER_PROGRAM="$build/native/mock-server/hufu-mock-server"

while [ $# -gt 0 ]; do
  case "$1" in
    --full) export HUFU_TEST_FULL=1 ;;
    --only)
      [[ " ${suites[*]} " == *" ${2:-} "* ]] || fail "--only wants one of: ${suites[*]}"
      suites=("$2")
      shift
      ;;
    *) fail "./dev test does not know '$1'; it takes --full and --only SUITE." ;;
  esac
  shift
done

# What a suite needs before it can run: the presets whose build it looks at, and the tools.
presets_of() {
  case "${1%%@*}" in
    native | contract | peers | server-npm | servers | store | cli | desktop | python | packaging) echo native ;;
    asan | clang) echo "$1" ;;
    node) echo wasm ;;
    next) echo native wasm ;;
    kit | lint) ;;
  esac
}

set_up() {
  local suite groups=()
  for suite in "${suites[@]}"; do
    case "$suite" in
      native | contract | servers) groups+=(build catch2 postgres) ;;
      asan | peers | server-npm) groups+=(build catch2) ;;
      packaging)
        groups+=(build catch2 deb)
        if [ -n "${HUFU_TEST_FULL:-}" ]; then groups+=(root); fi
        ;;
      python) groups+=(build catch2 pyext store) ;;
      kit) groups+=(build catch2 pyext) ;;
      cli)
        groups+=(build catch2 manual store)
        if [ -n "${HUFU_TEST_FULL:-}" ]; then groups+=(shells); fi
        ;;
      desktop) groups+=(build catch2 desktop) ;;
      store)
        groups+=(build catch2 store)
        if [ -n "${HUFU_TEST_FULL:-}" ]; then groups+=(windows); fi
        ;;
      clang) groups+=(build catch2 clang) ;;
      node | next)
        groups+=(build catch2 wasm)
        if [ -n "${HUFU_TEST_FULL:-}" ]; then groups+=(browser); fi
        ;;
    esac
  done
  need "${groups[@]}"
  need_python "$root"/tests/*/contract/requirements.txt "$root"/tests/store/requirements.txt
  case " ${suites[*]} " in
    *" node "* | *" next "*)
      need_node
      need_npm_packages "$root/wasm"
      ;;
  esac
  case " ${suites[*]} " in
    *" next "*)
      need_npm_packages "$root/tests/next/v16"
      need_npm_packages "$root/tests/peers"
      if [ -n "${HUFU_TEST_FULL:-}" ]; then
        need_npm_packages "$root/tests/next/v15"
        need_npm_packages "$root/examples/nextjs"
      fi
      ;;
  esac
  case " ${suites[*]} " in
    *" peers "*)
      need_node
      need_npm_packages "$root/tests/peers"
      ;;
  esac
  case " ${suites[*]} " in
    *" server-npm "*)
      need_node
      need_npm_packages "$root/tests/mock_server/npm"
      ;;
  esac
  case " ${suites[*]} " in
    *" python "*)
      need_node
      need_npm_packages "$root/tests/python"
      ;;
  esac
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
  local preset="$1" options=()
  if [ -n "${built[$preset]:-}" ]; then return; fi
  heading "build $preset"
  if [ "$preset" = asan ] && [ -n "${HUFU_TEST_FULL:-}" ]; then options=(-DHUFU_MOCK_SERVER=ON); fi
  mkdir -p "$build"
  if ! cmake --preset "$preset" "${options[@]}" >"$build/configure-$preset.log" 2>&1; then
    cat "$build/configure-$preset.log" >&2
    built[$preset]=failed
  elif nice cmake --build --preset "$preset" -- -j "$(jobs)" >&2; then
    built[$preset]=ok
  else
    built[$preset]=failed
  fi
}

run_ctest() {
  local preset="$1"
  shift
  ctest --preset "$preset" --no-tests=ignore -j "$(nproc)" --output-junit "$results/$suite.xml" "$@"
}

run_native() { run_ctest native --label-exclude packaging; }
run_asan() { run_ctest asan; }
run_clang() { run_ctest clang; }
run_packaging() { run_ctest native --label-regex packaging; }

run_npm() {
  if [ ! -f "$1/package.json" ]; then return; fi
  cd "$1"
  NODE_OPTIONS="--test-reporter=spec --test-reporter-destination=stdout \
    --test-reporter=junit --test-reporter-destination=$results/$suite.xml" npm test --silent
}
run_node() { run_npm "$root/wasm"; }
run_next() {
  (cd "$root/wasm" && npm run build --silent)
  run_npm "$root/tests/next"
}
run_peers() { run_npm "$root/tests/peers"; }
run_server-npm() { run_npm "$root/tests/mock_server/npm"; }

run_pytest() { "$build/venv/bin/python" -m pytest -q --junitxml "$results/$suite.xml" "$@"; }
run_contract() { run_pytest tests/mock_server/contract --server "$HUFU_MOCK_SERVER_PROGRAM"; }
run_servers() { run_pytest tests/mock_server/servers --server "$HUFU_MOCK_SERVER_PROGRAM"; }
run_store() { run_pytest tests/store --server "$HUFU_MOCK_SERVER_PROGRAM"; }

# Packs the Python package and tests what a stranger would install: the wheel, made from the sdist,
# in a fresh venv. With a version, on that interpreter; types are checked there with --full only.
run_python() {
  local version="${1:-}" folder="$build/python" tests="$root/tests/python" what=()
  local wanted=("$tests/requirements.txt")
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
  HUFU_MOCK_SERVER="$HUFU_MOCK_SERVER_PROGRAM" \
    HUFU_PYRIGHT="$tests/node_modules/pyright/index.js" \
    HUFU_PYTHON_DIST="$folder/dist" \
    "$folder/venv/bin/python" -m pytest -q --junitxml "$results/$suite.xml" "${what[@]}" tests/python
}

# What Python users test their own backends with, from its wheels.
run_kit() {
  local wheel
  need_python_kit
  wheel=("$build"/python-kit/dist/*.whl)
  HUFU_MOCK_SERVER_WHEEL="${wheel[0]}" \
    "$build/python-kit/venv/bin/python" -m pytest -q --junitxml "$results/$suite.xml" tests/python_kit
}
run_cli() {
  run_pytest tests/cli --server "$HUFU_MOCK_SERVER_PROGRAM" --hufu "$build/native/bindings/cli/hufu"
}
run_desktop() { run_pytest tests/desktop --server "$HUFU_MOCK_SERVER_PROGRAM"; }
run_lint() { run_pytest "$root/tests/lint"; }

# Runs one suite and writes down how it ended. `set -e` must stay in force inside.
run_suite() {
  local suite="$1" version="" preset missing="" started=$SECONDS status=1
  if [[ "$suite" == *@* ]]; then version="${suite#*@}"; fi
  for preset in $(presets_of "$suite"); do
    build_preset "$preset"
    if [ "${built[$preset]}" != ok ]; then missing="$preset"; fi
  done
  heading "$suite"
  if [ -z "$missing" ]; then
    set +e
    (set -e && "run_${suite%%@*}" ${version:+"$version"}) >&2
    status=$?
    set -e
  else
    say "Not run: preset $missing does not build."
  fi
  printf '%s\t%s\t%s\n' "$suite" "$status" "$((SECONDS - started))" >>"$results/suites.tsv"
}

set_up
rm -rf "$results"
mkdir -p "$results"
case " ${suites[*]} " in *" python "*) add_pythons ;; esac
for suite in "${suites[@]}"; do
  run_suite "$suite"
done

heading "result"
exec python3 "$root/scripts/summary.py" "$results"
