# shellcheck shell=bash disable=SC2154
# Sourced: installs what a command needs, says what and why, and does nothing the second time.

# shellcheck source=scripts/python_wheels.sh
source "$root/scripts/python_wheels.sh"

setup_log="$build/setup.log"
node_version=20.20.2
npm_version=10.9.9

# need GROUP...: the Debian packages of these groups of packages.txt.
need() {
  local missing
  missing="$(missing_packages "$@")"
  if [ -z "$missing" ]; then return; fi
  if [ -n "${HUFU_SKIP_SETUP:-}" ]; then
    say "HUFU_SKIP_SETUP is set, so these are not installed:"
    say "$missing"
    return
  fi
  command -v apt-get >/dev/null || fail "This is not a Debian system. Install these yourself, then set HUFU_SKIP_SETUP=1:
$missing"

  refresh_package_lists
  if grep -q '^catch2|' <<<"$missing"; then offer_catch2_v3; fi

  local names=() name reason
  say "These Debian packages are missing and will be installed:"
  while IFS=' ' read -r name reason; do
    name="$(first_available "$name")"
    printf '  %-24s %s\n' "$name" "$reason" >&2
    names+=("$name")
  done <<<"$missing"
  apt_install "${names[@]}"
}

# Prints "package reason" for each package of the groups that is not installed.
missing_packages() {
  local installed group names reason
  installed="$(dpkg-query -W -f '${Package} ${db:Status-Status} ${Version}\n' 2>/dev/null || true)"
  while read -r group names reason; do
    case " $* " in *" $group "*) ;; *) continue ;; esac
    if ! any_installed "$installed" "$names"; then echo "$names $reason"; fi
  done <"$root/scripts/packages.txt"
}

any_installed() {
  local installed="$1" name pattern
  for name in ${2//|/ }; do
    pattern="^${name//+/\\+} installed "
    # Catch2 counts from version 3 on.
    if [[ "$name" == *catch2* ]]; then pattern+="([0-9]+:)?([3-9]|[1-9][0-9])[.]"; fi
    if grep -qE "$pattern" <<<"$installed"; then return 0; fi
  done
  return 1
}

# Of "a|b" the first that the archive has; of those that it has not, the first.
first_available() {
  local name
  for name in ${1//|/ }; do
    if [ -n "$(candidate_version "$name")" ]; then
      echo "$name"
      return
    fi
  done
  echo "${1%%|*}"
}

candidate_version() {
  LC_ALL=C apt-cache policy "$1" 2>/dev/null |
    awk '$1 == "Candidate:" && $2 != "(none)" { print $2 }'
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "Installing packages needs root, and there is no sudo. As root, run: $*"
  fi
}

refresh_package_lists() {
  if [ -n "$(find /var/lib/apt/lists -maxdepth 1 -name '*Packages*' -mtime -1 -print -quit)" ]; then
    return
  fi
  say "Fetching Debian's package lists."
  run_apt update
}

# Debian 12 has Catch2 v2; v3 is in its backports.
offer_catch2_v3() {
  case "$(candidate_version libcatch2-dev)" in [3-9].*) return ;; esac
  case "$(candidate_version catch2)" in [3-9].*) return ;; esac
  local codename list=/etc/apt/sources.list.d/hufu-backports.list
  codename="$(. /etc/os-release && echo "${VERSION_CODENAME:-}")"
  [ "$codename" = bookworm ] || fail "Catch2 v3 is not in this system's archive; install it yourself."
  if ! LC_ALL=C apt-cache policy | grep -q "n=bookworm-backports"; then
    say "Adding Debian's backports in $list, because Catch2 v3 is there."
    echo "deb http://deb.debian.org/debian bookworm-backports main" | as_root tee "$list" >/dev/null
    run_apt update
  fi
}

apt_install() {
  local names=("$@") name backports=()
  for name in "${names[@]}"; do
    # Only Catch2 comes from backports; everything else stays with the release.
    if [[ "$name" == *catch2* ]] && LC_ALL=C apt-cache policy | grep -q "n=bookworm-backports"; then
      backports+=("$name/bookworm-backports")
    else
      backports+=("$name")
    fi
  done
  say "This takes a minute or more; what apt says goes to ${setup_log#"$root"/}."
  run_apt install --yes --no-install-recommends "${backports[@]}"
}

# Runs apt-get with a line of progress, and shows its output only when it fails.
run_apt() {
  mkdir -p "$build"
  if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120 \
    "$@" </dev/null 2>&1 |
    tee -a "$setup_log" | apt_progress; then
    tail -n 30 "$setup_log" >&2
    fail "apt-get $1 failed; the whole output is in $setup_log."
  fi
}

apt_progress() {
  awk '/^Need to get/ { print "  " $0 }
       /^Get:/ { if (++fetched % 25 == 0) print "  fetched " fetched }
       /^Unpacking/ { if (++unpacked % 25 == 0) print "  unpacked " unpacked }
       /^Setting up/ { if (++ready % 25 == 0) print "  set up " ready }
       { fflush() }' >&2
}

# Python packages, pinned, in build/venv.
need_python() {
  if ! python3 -c 'import venv, ensurepip' 2>/dev/null; then need python; fi
  local wanted=("$root/scripts/requirements.txt" "$@") stamp="$build/venv/requirements.stamp" file
  local mark arguments=()
  mark="$(fingerprint "${wanted[@]}")"
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$mark" ]; then return; fi
  say "Installing pinned Python packages into build/venv (pytest, ruff, and what the tests ask for)."
  mkdir -p "$build"
  python3 -m venv "$build/venv"
  for file in "${wanted[@]}"; do arguments+=(-r "$file"); done
  "$build/venv/bin/pip" install --quiet --disable-pip-version-check "${arguments[@]}" \
    >>"$setup_log" 2>&1 || fail "pip could not install ${wanted[*]}; its output is in $setup_log."
  echo "$mark" >"$stamp"
}

# All that tests, checks and benchmarks of this tree run with.
need_test_python() {
  need_python "$root"/tests/*/contract/requirements.txt "$root"/tests/{store,gotrue,peers}/requirements.txt
}

# Node 20.9 or newer: the system's, or a pinned one from the npm registry in build/node.
need_node() {
  if [ -x "$build/node/node_modules/.bin/node" ]; then
    export PATH="$build/node/node_modules/.bin:$PATH"
  fi
  if node_is_new_enough && command -v npm >/dev/null; then return; fi
  if ! command -v npm >/dev/null; then need npm; fi
  if node_is_new_enough; then return; fi
  say "Installing Node $node_version into build/node: the tests need 20.9 or newer, here is $(node --version)."
  npm install --prefix "$build/node" --no-save --no-audit --no-fund \
    "node@$node_version" "npm@$npm_version" >>"$setup_log" 2>&1 ||
    fail "npm could not install Node; its output is in $setup_log."
  export PATH="$build/node/node_modules/.bin:$PATH"
  node_is_new_enough || fail "Node from the npm registry does not start; see $setup_log."
}

node_is_new_enough() {
  command -v node >/dev/null &&
    node -e 'const [a, b] = process.versions.node.split(".").map(Number);
             process.exit(a > 20 || (a === 20 && b >= 9) ? 0 : 1)'
}

# npm ci in a folder, when its lock file changed since the last time.
need_npm_packages() {
  local folder="$1" stamp="$1/node_modules/.hufu-stamp" mark
  if [ ! -f "$folder/package-lock.json" ]; then return; fi
  mark="$(fingerprint "$folder/package-lock.json")"
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$mark" ]; then return; fi
  mkdir -p "$build"
  say "Installing the JavaScript packages of ${folder#"$root"/} (npm ci)."
  (cd "$folder" && npm ci --no-audit --no-fund >>"$setup_log" 2>&1) ||
    fail "npm ci failed in $folder; its output is in $setup_log."
  mkdir -p "$folder/node_modules"
  echo "$mark" >"$stamp"
}

# The same in several folders, each once, two at a time: npm waits for the network, then for one processor.
need_npm_packages_of() {
  local folder running=0
  need_node
  while read -r folder; do
    need_npm_packages "$root/$folder" &
    running=$((running + 1))
    if [ "$running" -lt 2 ]; then continue; fi
    wait -n
    running=1
  done < <(printf '%s\n' "$@" | sort -u)
  wait -n
}
