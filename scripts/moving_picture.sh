#!/usr/bin/env bash
# Makes the moving pictures of docs/pictures anew, from examples/nextjs and examples/miniprogram at a real mock server.
# shellcheck source=scripts/common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
# shellcheck source=scripts/setup.sh
source "$root/scripts/setup.sh"

need browser
scripts/build.sh npm server
need_npm_packages "$root/examples/nextjs"
node tests/bridges/moving_pictures.mjs
