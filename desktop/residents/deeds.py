"""What a person did: the sittings she was at, what she asked for and promised, when she took the floor."""

from __future__ import annotations

from datetime import UTC, tzinfo

from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.agenda.of_resident import Spoke
from db.checkin.of_resident import VisitLine
from db.issues.of_resident import Promised, Raised
from desktop.kit import theme
from desktop.kit.rows import Column, Look, RowsView
from desktop.kit.surfaces import EmptyState, label
from desktop.residents.lines import Lines
from desktop.residents.reading import PersonShown
from desktop.residents.words import duration_word, way_tone, ways_word
from desktop.wording.issue_words import kind_word, state_word


class Deeds(QWidget):
    """A table of sittings, and lines below."""

    def __init__(self, zone: tzinfo = UTC) -> None:
        super().__init__()
        self._zone = zone
        self.been = label("", "overline")
        self.visits = RowsView[VisitLine](
            [
                Column("", lambda one: f"{one.starts_at.astimezone(zone):%d/%m/%Y}", Look.MUTED, width=92),
                Column("", lambda one: one.title, tip=self._about),
                Column("", lambda one: ways_word(one.ways), Look.PILL, tone=lambda one: way_tone(one.ways), width=112),
                Column("", lambda one: duration_word(one.minutes), Look.MUTED, width=96),
            ],
            key=lambda one: one.sitting_id,
            says=self.tr("Sittings she was at"),
            height=34,
        )
        self.visits.setObjectName("residents.visits")
        self.raised, self.promised, self.spoke = Lines(), Lines(), Lines()
        self.nothing = EmptyState("calendar-blank-outline", self.tr("She has not taken part yet"))
        whole = theme.space(QVBoxLayout(self), 14, (0, 4, 6, 4))
        for one in (self.nothing, self.been, self.visits, self.raised, self.promised, self.spoke):
            whole.addWidget(one)
        whole.addStretch(1)

    def show_person(self, shown: PersonShown) -> None:
        """All of it."""
        self.visits.show_rows(shown.visits)
        self.visits.setVisible(bool(shown.visits))
        self.visits.setFixedHeight(theme.px(34) * min(len(shown.visits), 8) + theme.px(6))
        self.been.setVisible(bool(shown.visits))
        self.been.setText(self._sum(shown))
        self.raised.show_lines(self.tr("ASKED FOR"), [self._raised(one) for one in shown.raised])
        self.promised.show_lines(self.tr("PROMISED"), [self._promised(one) for one in shown.promised])
        self.spoke.show_lines(self.tr("TOOK THE FLOOR"), [self._spoke(one) for one in shown.spoke])
        self.nothing.setVisible(not (shown.visits or shown.raised or shown.promised or shown.spoke))

    def _sum(self, shown: PersonShown) -> str:
        room = sum("room" in one.ways for one in shown.visits)
        online = sum(bool({"zoom", "phone"} & set(one.ways)) for one in shown.visits)
        words = self.tr("%n sittings", "", len(shown.visits))
        return self.tr("{sittings}: {room} IN THE ROOM, {online} BY ZOOM").format(
            sittings=words, room=room, online=online
        )

    def _about(self, one: VisitLine) -> str:
        begins = one.arrived_at.astimezone(self._zone)
        ends = f"{one.left_at.astimezone(self._zone):%H:%M}" if one.left_at else "…"
        hours = self.tr("{title}: from {begins} to {ends}").format(title=one.title, begins=f"{begins:%H:%M}", ends=ends)
        return (
            self.tr("{hours}, for {organisation}").format(hours=hours, organisation=one.representing)
            if (one.representing)
            else hours
        )

    def _raised(self, one: Raised) -> tuple[str, str, None]:
        day = f"{one.starts_at.astimezone(self._zone):%d/%m/%Y}" if one.starts_at else ""
        return one.text, " · ".join(filter(None, (kind_word(one.kind), state_word(one.state), day, one.sitting))), None

    def _promised(self, one: Promised) -> tuple[str, str, None]:
        due = self.tr("by {day}").format(day=f"{one.due_on:%d/%m/%Y}") if one.due_on else ""
        return one.text, " · ".join(filter(None, (state_word(one.state), due, one.sitting))), None

    def _spoke(self, one: Spoke) -> tuple[str, str, None]:
        at = f"{one.started_at.astimezone(self._zone):%d/%m/%Y %H:%M}"
        long = self.tr("{minutes}:{seconds:02} minutes").format(
            minutes=(one.seconds or 0) // 60, seconds=(one.seconds or 0) % 60
        )
        return one.item or one.sitting, " · ".join(filter(None, (ways_word((one.way,)), at, long))), None
