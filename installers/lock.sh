#!/usr/bin/env bash
# Resolves pyproject.toml into requirements.lock: every package with its hashes, for every system, without addresses.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
uv=$(command -v uv || echo .venv/bin/uv)
"$uv" pip compile pyproject.toml --group dev --generate-hashes --universal --python-version 3.11 \
    --no-annotate --no-header --no-emit-index-url --no-emit-find-links -q --output-file requirements.lock "$@" >/dev/null
