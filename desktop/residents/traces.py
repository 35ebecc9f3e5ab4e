"""Who changed what of a person and when, and what she consented to: told from the journal."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.residents.trace import ConsentLine, Correction
from desktop.kit import theme
from desktop.residents.lines import Lines
from desktop.residents.reading import PersonShown
from desktop.residents.words import field_titles, told_value


class Traces(QWidget):
    """Consents first, then every change, the newest first."""

    def __init__(self, zone: tzinfo = UTC) -> None:
        super().__init__()
        self._zone = zone
        self.consents, self.corrections = Lines(), Lines()
        whole = theme.space(QVBoxLayout(self), 14, (0, 4, 6, 4))
        whole.addWidget(self.consents)
        whole.addWidget(self.corrections)
        whole.addStretch(1)

    def show_person(self, shown: PersonShown) -> None:
        """All of it."""
        self.consents.show_lines(self.tr("CONSENT"), [self._consent(one) for one in shown.consents])
        self.corrections.show_lines(
            self.tr("WHO CHANGED WHAT, AND WHEN"), [self._correction(one) for one in shown.corrections]
        )

    def _consent(self, one: ConsentLine) -> tuple[str, str, None]:
        if not one.given:
            words = self.tr("She took her consent back")
        elif one.by:
            words = self.tr("{name} agreed for her (text {version})").format(name=one.by, version=one.text)
        else:
            words = self.tr("She agreed (text {version})").format(version=one.text)
        return words, self._when(one.at, one.actor), None

    def _correction(self, one: Correction) -> tuple[str, str, None]:
        if not one.field:
            return self.tr("Written down"), self._when(one.at, one.actor), None
        nothing = self.tr("nothing")
        words = self.tr("{field}: from {before} to {after}").format(
            field=field_titles().get(one.field, one.field),
            before=told_value(one.field, one.before) or nothing,
            after=told_value(one.field, one.after) or nothing,
        )
        return words, self._when(one.at, one.actor), None

    def _when(self, at: datetime, actor: str) -> str:
        return " · ".join(filter(None, (f"{at.astimezone(self._zone):%d/%m/%Y %H:%M}", actor)))
