#!/usr/bin/env bash
# ./dev demo: builds the mock server and the demo if needed, and runs the demo.
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=scripts/setup.sh
source "$root/scripts/setup.sh"
# shellcheck source=scripts/compile.sh
source "$root/scripts/compile.sh"

case " $* " in
  *" -h "* | *" --help "*)
    cat <<'TEXT'
Usage: ./dev demo [--system NAME | --all | --bridges] [--json] [--server PROGRAM] [--break ROUTE]

Two accounts of one person become one, over real HTTP and SQLite, step by step. The first time it compiles the
server and the demo (two or three minutes), later it starts at once.

  --system NAME   another backend: unified (the default), gotrue, wx_login, mini_login or authing
  --all           all five, one after the other
  --bridges       the bridges between the web and the mini-program; the pictures that screens show go into build/bridges
  --json          one JSON object a line instead of a timeline
  --server FILE   the mock server's program, if not the one that is built here
  --break ROUTE   this route answers 503, e.g. 'POST /api/auth/refresh': the demo then fails, and says where
TEXT
    exit
    ;;
esac

native="$build/native"

need build
if [ ! -f "$native/build.ninja" ]; then
  say "Preparing the build. The first one takes two or three minutes, the next a second."
  configure native -DHUFU_TESTS=OFF
fi
compile native hufu-mock-server hufu-demo

server=(--server "$native/mock-server/hufu-mock-server")
case " $* " in *" --server"*) server=() ;; esac
case " $* " in *" --bridges "*) server+=(--pictures "$build/bridges") ;; esac
exec "$native/examples/demo/hufu-demo" "${server[@]}" "$@"
