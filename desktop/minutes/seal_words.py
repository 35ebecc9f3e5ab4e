"""The words of a seal and of a signature, in the language of the acta."""

from __future__ import annotations

import tomllib
from functools import cache

from desktop.paths import resources

FILE = "seal.toml"
FIRST = "es_AR"


@cache
def _languages() -> dict[str, dict[str, str]]:
    told: dict[str, dict[str, str]] = tomllib.loads(resources("minutes", FILE).read_text(encoding="utf-8"))
    return told


def say(language: str, key: str, **values: object) -> str:
    """A sentence with its values. A language that nobody has written down speaks the first one.

    `language` may be written as a folder (es_AR) or as a document calls it (es-AR).
    """
    languages = _languages()
    wanted = language.replace("-", "_")
    words = languages.get(wanted) or languages.get(wanted.partition("_")[0]) or languages[FIRST]
    return words[key].format(**values)
