#!/usr/bin/env bash
# Looks through the sources for every text of the screens and brings resources/i18n up to date; translations stay.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
find desktop -name '*.py' | sort | xargs .venv/bin/pyside6-lupdate -no-obsolete -locations none \
    -source-language en -target-language es_AR -ts resources/i18n/desk_es_AR.ts
bash installers/setup.sh run
