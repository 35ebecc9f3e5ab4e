#!/usr/bin/env bash
# Looks through the sources for every text of the screens and brings resources/i18n up to date; translations stay.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
words=resources/i18n/desk_es_AR.ts
# What stands after -ts is taken for a file of translations, so the sources come first.
mapfile -t sources < <(find desktop -name '*.py' | sort)
.venv/bin/pyside6-lupdate "${sources[@]}" -no-obsolete -locations none -source-language en -target-language es_AR -ts "$words"
# As it is kept: indented, apostrophes as themselves, so that a change shows what it changed.
sed -i -e '4,$ { /^<\/TS>/! s/^ *</    &/ }' -e "s/&apos;/'/g" "$words"
bash installers/setup.sh run
