#!/usr/bin/env bash
# What a reviewer need not look at: style, types, import contracts, translations. All are run before the verdict.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
bin=.venv/bin
failed=''

try() { # try NAME COMMAND...
    local name=$1
    shift
    printf '%s: ' "$name"
    "$@" || failed="$failed $name"
}

try style        $bin/ruff check .
try format       $bin/ruff format --check .
try types        $bin/mypy
try imports      $bin/lint-imports --no-logo
try translations $bin/python -m pytest -q -p no:randomly -p no:xdist tests/house/test_words.py

if [ -n "$failed" ]; then
    echo "check: failed:$failed" >&2
    exit 1
fi
echo "check: all good"
