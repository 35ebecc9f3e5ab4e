#!/usr/bin/env bash
# Resolves pyproject.toml into requirements.lock (and the peers of the benchmarks into requirements-bench.lock): every
# package with its hashes, for every system, without addresses.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
uv=$(command -v uv || echo .venv/bin/uv)
resolve() {
    "$uv" pip compile "$@" --generate-hashes --universal --python-version 3.11 \
        --no-annotate --no-header --no-emit-index-url --no-emit-find-links -q >/dev/null
}
resolve pyproject.toml --group dev --output-file requirements.lock "$@"
resolve --group pyproject.toml:bench --constraints requirements.lock --output-file requirements-bench.lock
