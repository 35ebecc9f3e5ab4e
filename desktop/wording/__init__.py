"""The sentence for each code that the record raises: one line each, in a file per noun.

A new code is one line in the file of its noun (with `from PySide6.QtCore import QT_TRANSLATE_NOOP`, which the
translators' tools look for by this name): `"already_closed": QT_TRANSLATE_NOOP("wording", "It is closed already.")`.
The sentence is English here and Spanish in resources/i18n; facts stand in braces and are filled in after translation.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.wording import (
    agenda,
    carrying,
    checkin,
    duplicates,
    insights,
    issues,
    matching,
    minutes,
    organisations,
    paper,
    places,
    planilla,
    record,
    residents,
    rights,
    signing,
    sittings,
    surveys,
    sync,
    zoom,
    zoom_service,
)

_NOUNS = (
    record,
    places,
    residents,
    duplicates,
    organisations,
    sittings,
    agenda,
    checkin,
    zoom,
    zoom_service,
    matching,
    issues,
    minutes,
    signing,
    paper,
    planilla,
    surveys,
    rights,
    insights,
    sync,
    carrying,
)
SENTENCES: dict[str, str] = {code: str(words) for noun in _NOUNS for code, words in noun.SENTENCES.items()}


def sentence(code: str, facts: Mapping[str, Any] | None = None) -> str:
    """What a person reads for a code; a code nobody has worded yet is said to be one, never shown as a crash."""
    source = SENTENCES.get(code)
    if source is None:
        unknown = QCoreApplication.translate("wording", "That is not possible now ({code}).")
        return unknown.format(code=code)
    told = {name: _written(value) for name, value in (facts or {}).items()}
    return QCoreApplication.translate("wording", source).format_map(_Facts(told))


class _Facts(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "…"


def _written(value: object) -> str:
    """Moments as the clock of the zone they are told in shows them, which is the city's; days as people write them."""
    if isinstance(value, datetime):
        return f"{value:%H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, tuple | list | set | frozenset):
        return ", ".join(_written(one) for one in value)
    return "…" if value is None else str(value)
