"""The sentences about councils and sittings."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, str] = {
    "already_closed": QT_TRANSLATE_NOOP("wording", "The sitting is closed already."),
}
