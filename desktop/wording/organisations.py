"""The sentences about organisations."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, object] = {
    "organisation_unnamed": QT_TRANSLATE_NOOP("wording", "The organisation has no name."),
    "organisation_kind_unknown": QT_TRANSLATE_NOOP("wording", "There is no such kind of organisation."),
}
