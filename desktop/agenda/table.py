"""The list of the agenda: number, title, time, and what came of each item."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from db.agenda.queries import ItemCard
from desktop.agenda.words import clock_words, outcome_word
from desktop.kit.palette import Tone
from desktop.kit.rows import Column, Look, RowsView

_TONES = {"agreed": Tone.GOOD, "informed": Tone.ACCENT, "referred": Tone.ONLINE, "postponed": Tone.ATTENTION}
_ICONS = {"running": "play-circle", "ended": "check-circle-outline", "postponed": "calendar-arrow-right"}
_STATES = {"running": Tone.ACCENT, "ended": Tone.GOOD, "postponed": Tone.ATTENTION}


def agenda_list(seconds: Callable[[ItemCard], int]) -> RowsView[ItemCard]:
    """The list, empty; `seconds` tells how long an item has taken so far."""

    def time(item: ItemCard) -> str:
        if item.started_at is not None:
            return clock_words(seconds(item))
        return f"{item.minutes_planned}'" if item.minutes_planned else ""

    def result(item: ItemCard) -> str:
        if item.state == "running":
            return QCoreApplication.translate("agenda", "now")
        return outcome_word(item.outcome)

    def tone(item: ItemCard) -> Tone:
        return Tone.ACCENT if item.state == "running" else _TONES.get(item.outcome, Tone.MUTED)

    made = RowsView[ItemCard](
        [
            Column(
                "",
                lambda item: f"{item.number}. {item.title}",
                Look.STRONG,
                icon=lambda item: _ICONS.get(item.state, "circle-outline"),
                tone=lambda item: Tone.PLAIN if item.state == "waiting" else _STATES[item.state],
                tip=lambda item: item.title,
            ),
            Column("", time, Look.NUMBER, width=56),
            Column("", result, Look.PILL, tone=tone, width=104),
        ],
        key=lambda item: item.id,
        says=QCoreApplication.translate("agenda", "Items of the agenda"),
        height=34,
    )
    made.setObjectName("agenda.items")
    return made
