#!/usr/bin/env bash
# Looks through the sources for every text of the screens and brings resources/i18n up to date; translations stay.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
words=resources/i18n/desk_es_AR.ts
# What stands after -ts is taken for a file of translations, so the sources come first.
mapfile -t sources < <(find desktop -name '*.py' | sort)
.venv/bin/pyside6-lupdate "${sources[@]}" -locations none -source-language en -target-language es_AR -ts "$words"
# What is in no source any more goes. lupdate overlooks a number that `translate` is given, so it does not decide that alone.
.venv/bin/python - "$words" "${sources[@]}" <<'EOF'
import re, sys
from html import unescape
from pathlib import Path

words, *sources = map(Path, sys.argv[1:])
said = "".join(source.read_text(encoding="utf-8") for source in sources)


def kept(message: re.Match[str]) -> str:
    if ' type="vanished"' not in message[0]:
        return message[0]
    text = unescape(re.search("<source>(.*?)</source>", message[0], re.S)[1])
    return message[0].replace(' type="vanished"', "") if f'"{text}"' in said else ""


told = re.sub(r" *<message.*?</message>\n", kept, words.read_text(encoding="utf-8"), flags=re.S)
words.write_text(re.sub(r" *<context>\n *<name>[^<]*</name>\n *</context>\n", "", told), encoding="utf-8")
EOF
# As it is kept: indented, apostrophes as themselves, so that a change shows what it changed.
sed -i -e '4,$ { /^<\/TS>/! s/^ *</    &/ }' -e "s/&apos;/'/g" "$words"
bash installers/setup.sh run
