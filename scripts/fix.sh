#!/usr/bin/env bash
# ./dev fix: applies the formatters.
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=scripts/setup.sh
source "$root/scripts/setup.sh"
# shellcheck source=scripts/compile.sh
source "$root/scripts/compile.sh"
# shellcheck source=scripts/files.sh
source "$root/scripts/files.sh"

case "${1:-}" in
  "") ;;
  -h | --help)
    cat <<'TEXT'
Usage: ./dev fix

Formats the C++ and Python files (clang-format, ruff), and writes anew what scripts write: the tables from describe(),
the flags from --help, the drawing of the states, and the blocking Python client from the asyncio one. For that it
compiles the programs.
TEXT
    exit
    ;;
  *) fail "./dev fix does not know '$1'; it takes nothing." ;;
esac

need build catch2 check
need_test_python
cpp_files | xargs -0 "$(tool clang-format)" -i
"$build/venv/bin/ruff" check --fix --exit-zero --quiet --config scripts/ruff.toml scripts tests examples
"$build/venv/bin/ruff" format --quiet --config scripts/ruff.toml scripts tests examples
"$build/venv/bin/ruff" check --fix --exit-zero --quiet --config bindings/python/ruff.toml bindings/python
"$build/venv/bin/ruff" format --quiet --config bindings/python/ruff.toml bindings/python
configure native
compile native hufu_describe hufu-cli hufu-mock-server hufu-backend
python3 scripts/tables.py "$build/native/core/hufu_describe"
python3 scripts/flags.py "$build/native"
python3 scripts/states.py
python3 scripts/texts.py
python3 scripts/blocking.py "$build/venv/bin/ruff"
say "Formatted. './dev check' shows what is left."
