"""The list of the agenda: number, title, time, and what came of each item."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QResizeEvent

from db.agenda.queries import ItemCard
from desktop.agenda.words import clock_words, outcome_word
from desktop.kit import theme
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView

_TONES = {"agreed": Tone.GOOD, "informed": Tone.ACCENT, "referred": Tone.ONLINE, "postponed": Tone.ATTENTION}
_ICONS = {"running": "play-circle", "ended": "check-circle-outline", "postponed": "calendar-arrow-right"}
_OUTCOMES = {
    "agreed": "handshake-outline", "informed": "information-outline", "referred": "share-outline",
    "postponed": "calendar-arrow-right",
}  # fmt: skip
_STATES = {"running": Tone.ACCENT, "ended": Tone.GOOD, "postponed": Tone.ATTENTION}


_NARROW, _ICON = 470, 30
_AT_ICON, _AT_PILL = 2, 3


class AgendaList(RowsView[ItemCard]):
    """The title has what room there is: what came of the items takes some only when there is something to say, and
    where it is narrow no more than an icon does."""

    def show_rows(self, rows: Iterable[ItemCard]) -> None:
        super().show_rows(rows)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        came = any(item.outcome != "none" for item in self.rows.rows())
        runs = any(item.state == "running" for item in self.rows.rows())
        narrow = self.width() < theme.px(_NARROW)
        self.setColumnHidden(_AT_ICON, not (came and narrow))
        self.setColumnHidden(_AT_PILL, not (came or runs) or narrow)


def agenda_list(seconds: Callable[[ItemCard], int]) -> AgendaList:
    """The list, empty; `seconds` tells how long an item has taken so far."""

    def time(item: ItemCard) -> str:
        if item.started_at is not None:
            return clock_words(seconds(item))
        return f"{item.minutes_planned}'" if item.minutes_planned else ""

    def result(item: ItemCard) -> str:
        if item.state == "running":
            return QCoreApplication.translate("agenda", "now")
        return outcome_word(item.outcome)

    def result_icon(item: ItemCard) -> str:
        return _OUTCOMES.get(item.outcome, "")

    def tone(item: ItemCard) -> Tone:
        return Tone.ACCENT if item.state == "running" else _TONES.get(item.outcome, Tone.MUTED)

    made = AgendaList(
        [
            Column(
                "",
                lambda item: f"{item.number}. {item.title}",
                Look.STRONG,
                icon=lambda item: _ICONS.get(item.state, "circle-outline"),
                tone=lambda item: Tone.PLAIN if item.state == "waiting" else _STATES[item.state],
                tip=lambda item: item.title,
            ),
            Column("", time, Look.NUMBER, width=66),
            Column("", lambda _: "", icon=result_icon, tone=tone, width=_ICON, tip=result),
            Column("", result, Look.PILL, tone=tone, width=104),
        ],
        key=lambda item: item.id,
        says=QCoreApplication.translate("agenda", "Items of the agenda"),
        height=34,
    )
    made.setObjectName("agenda.items")
    return made
