# shellcheck shell=bash disable=SC2154
# Sourced: the Python packages as others get them, from sdist to virtual environment.

# The Python package: sdist and wheel in build/python/dist, once a run. They are unpacked and
# compiled below build/, where ccache knows them again.
pack_python_package() {
  local folder="$build/python" log="$build/python-wheel.log"
  if [ -f "$folder/packed-by" ] && [ "$(<"$folder/packed-by")" = "$HUFU_THIS_RUN" ]; then return; fi
  rm -rf "$folder/dist"
  if ! pack_python "$folder" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    fail "The Python package could not be built; see $log."
  fi
  echo "$HUFU_THIS_RUN" >"$folder/packed-by"
}

# The sdist, and the wheel from it: unpacked where it always lies, because ccache goes by paths.
pack_python() {
  local folder="$1" python="$build/venv/bin/python"
  rm -rf "$folder/unpacked"
  mkdir -p "$folder/tmp" "$folder/unpacked"
  nice "$python" -m build --sdist --outdir "$folder/dist" "$root/bindings/python" &&
    tar -xzf "$folder"/dist/hufu_auth-*.tar.gz -C "$folder/unpacked" --strip-components=1 &&
    TMPDIR="$folder/tmp" nice "$python" -m build --wheel --outdir "$folder/dist" "$folder/unpacked"
}

# need_python_wheel REQUIREMENTS...: the package in a fresh build/python/venv, with what these files
# ask for.
need_python_wheel() {
  local folder="$build/python" log="$build/python-wheel.log" file arguments=()
  pack_python_package
  rm -rf "$folder/venv"
  for file in "$@"; do arguments+=(-r "$file"); done
  python3 -m venv "$folder/venv"
  "$folder/venv/bin/pip" install --quiet --disable-pip-version-check "$folder"/dist/*.whl \
    "${arguments[@]}" >>"$log" 2>&1 ||
    fail "pip could not install the wheel; its output is in $log."
}

# The same where any environment of this run will do: the suite before may have made it.
need_python_wheel_once() {
  local folder="$build/python"
  if [ -x "$folder/venv/bin/python" ] && [ -f "$folder/packed-by" ] &&
    [ "$(<"$folder/packed-by")" = "$HUFU_THIS_RUN" ]; then return; fi
  need_python_wheel "$@"
}

# need_python_wheel_of PYTHON FOLDER REQUIREMENTS...: the same for another interpreter, in FOLDER/venv,
# with its wheel and the sdist in FOLDER/dist.
need_python_wheel_of() {
  local python="$1" folder="$2" file arguments=()
  local log="$folder.log"
  shift 2
  pack_python_package
  rm -rf "$folder"
  mkdir -p "$folder/dist"
  for file in "$@"; do arguments+=(-r "$file"); done
  cp "$build"/python/dist/hufu_auth-*.tar.gz "$folder/dist"
  if ! { pack_python_wheel_of "$python" "$folder" && "$python" -m venv "$folder/venv" &&
    "$folder/venv/bin/pip" install --quiet "$folder"/dist/*.whl "${arguments[@]}"; } >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    fail "The Python package could not be built or installed for $python; see $log."
  fi
}

# Without pip's isolation, which puts pybind11 elsewhere each time: ccache goes by paths.
pack_python_wheel_of() {
  local python="$1" folder="$2" ccache
  ccache="$(command -v ccache || true)"
  "$python" -m venv "$folder/tools" &&
    "$folder/tools/bin/pip" install --quiet -r "$root/tests/python/requirements-build.txt" &&
    CMAKE_CXX_COMPILER_LAUNCHER="$ccache" TMPDIR="$build/python/tmp" \
      PATH="$folder/tools/bin:$PATH" nice "$folder/tools/bin/pip" wheel \
      --no-deps --no-build-isolation --wheel-dir "$folder/dist" "$build/python/unpacked"
}

# The package and the mock server's wheel (build/python-kit/dist), as others would get them, in a
# fresh build/python-kit/venv, once a run. The preset `native` has to be built.
need_python_kit() {
  local folder="$build/python-kit" log="$build/python-kit.log"
  if [ -f "$folder/packed-by" ] && [ "$(<"$folder/packed-by")" = "$HUFU_THIS_RUN" ]; then return; fi
  pack_python_package
  rm -rf "$folder"
  mkdir -p "$folder"
  if ! pack_server_wheel "$folder" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    fail "The mock server's wheel could not be built; see $log."
  fi
  "$folder/venv/bin/pip" install --quiet "$folder"/dist/*.whl "$build"/python/dist/*.whl \
    >>"$log" 2>&1 || fail "pip could not install the wheels; its output is in $log."
  echo "$HUFU_THIS_RUN" >"$folder/packed-by"
}

# need_python_kit_with REQUIREMENTS: the same, and these beside it.
need_python_kit_with() {
  need_python_kit
  "$build/python-kit/venv/bin/pip" install --quiet --disable-pip-version-check -r "$1" >>"$build/python-kit.log" 2>&1 ||
    fail "pip could not install $1; its output is in $build/python-kit.log."
}

# release_python FOLDER: both packages as PyPI takes them; their libraries lie inside.
release_python() {
  local folder="$1" log="$build/python-kit.log"
  need_python_kit
  cp "$build"/python/dist/*.tar.gz "$build"/python-kit/dist/*.whl "$folder"
  { PATH="$build/python-kit/venv/bin:$PATH" auditwheel repair --wheel-dir "$folder" "$build"/python/dist/*.whl &&
    "$build/python-kit/venv/bin/python" "$root/bindings/python/mock_server/add_licences.py" "$folder"/hufu_auth-*.whl; } \
    >>"$log" 2>&1 ||
    fail "The wheel's libraries could not be put inside; see $log."
}

# Of the server that the preset `native` has built; with --full it is compiled, as pip does it for others.
pack_server_wheel() {
  local folder="$1" pip="$1/venv/bin/pip" package="$root/bindings/python/mock_server" how=()
  if [ -z "${HUFU_TEST_FULL:-}" ]; then
    strip -o "$folder/hufu-mock-server" "$build/native/mock-server/hufu-mock-server" || return
    how=(-C "cmake.source-dir=$package/prebuilt" -C "build-dir=$build/mock-server-prebuilt"
      -C "cmake.define.HUFU_MOCK_SERVER_PROGRAM=$folder/hufu-mock-server")
  fi
  python3 -m venv "$folder/venv" &&
    "$pip" install --quiet -r "$root/tests/python_kit/requirements.txt" &&
    nice "$pip" wheel --no-deps --wheel-dir "$folder/built" "${how[@]}" "$package" &&
    PATH="$folder/venv/bin:$PATH" auditwheel repair --wheel-dir "$folder/dist" "$folder"/built/*.whl &&
    "$folder/venv/bin/python" "$root/bindings/python/mock_server/add_licences.py" "$folder"/dist/*.whl
}
