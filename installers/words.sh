#!/usr/bin/env bash
# Looks through the sources for every text of the screens and brings resources/i18n up to date; translations stay.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# The sources stand before the options: lupdate takes whatever comes after -ts for a translation.
find desktop -name '*.py' -print0 | sort -z | xargs -0 sh -c 'exec .venv/bin/pyside6-lupdate "$@" -no-obsolete \
    -locations none -source-language en -target-language es_AR -ts resources/i18n/desk_es_AR.ts' lupdate
bash installers/setup.sh run
