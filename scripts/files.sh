# shellcheck shell=bash disable=SC2154
# Sourced: which files the checks look at, and with which version of a tool.

# Files that Git knows or would add, so that nothing downloaded or built is looked at.
our_files() { git -C "$root" ls-files -z --cached --others --exclude-standard --deduplicate "$@" |
  while IFS= read -r -d '' file; do
    if [ -f "$root/$file" ]; then printf '%s\0' "$file"; fi
  done; }

cpp_files() { our_files '*.h' '*.cpp'; }
shell_files() { our_files dev .ci/run '*.sh'; }

# Version 14 where it exists: other versions format differently.
tool() { command -v "$1-14" || command -v "$1"; }
