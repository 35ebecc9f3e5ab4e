"""The list of those who wait under a whole name: who is meant, what speaks for her, and one Enter for all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo

from PySide6.QtWidgets import QWidget

from db.matching.acquaintance import Acquaintance
from db.matching.whole_names import WholeName
from desktop.kit import theme
from desktop.kit.dialogs import Sheet, shown
from desktop.kit.palette import Tone
from desktop.kit.stories import Story, StoryRows
from desktop.kit.surfaces import label
from desktop.matching.told import Recognised
from desktop.wording.names import known_name

_MOST_PERCENT = 99
"""Nobody in the list is certain: those who are were counted without being asked about."""


@dataclass(frozen=True)
class Line:
    """One of the list, and whether she is among those whom Enter confirms."""

    one: WholeName
    ticked: bool = True


class WholeNamesSheet(Sheet):
    """All are ticked; Space takes one out or in again, Enter confirms whoever is ticked, Escape nobody."""

    def __init__(
        self,
        parent: QWidget,
        listed: Sequence[WholeName],
        known: Mapping[str, Acquaintance],
        day: date,
        zone: tzinfo,
    ) -> None:
        super().__init__(parent, self.tr("Full names that only one neighbour has"), self._words())
        self.setObjectName("matching.whole_names")
        self._known, self._day, self._zone = known, day, zone
        self._recognised = Recognised(self)
        self._lines = [Line(one) for one in listed]
        self.list: StoryRows[Line] = StoryRows(
            self._story, key=lambda line: line.one.match_id, says=self.tr("Who would be confirmed"), letters=" "
        )
        self.list.setObjectName("matching.whole_names.list")
        keys = self.tr(
            "Space or a click takes one out · Enter confirms those that are ticked · Esc leaves all as it was"
        )
        self.body.addWidget(self.list, 1)
        self.body.addWidget(label(keys, "small", wrap=True))
        self.list.doubleClicked.disconnect()  # two quick clicks on a line are no Enter
        self.list.clicked.connect(lambda index: self._turn(self.list.rows.row(index.row())))
        self.list.chosen.connect(lambda _: self.accept_button.click())
        self.list.letter.connect(self._letter)
        self._show()
        self._fit()
        self.list.selectRow(0)
        self.list.setFocus()

    def chosen(self) -> dict[str, str]:
        """The resident of each group that is ticked."""
        return {line.one.match_id: line.one.resident.id for line in self._lines if line.ticked}

    def _words(self) -> str:
        return self.tr(
            "Each of these names is one neighbour's alone, on the roll and in this call, and nothing speaks against "
            "it. It may still be somebody else of that name: in trials with invented names 2 of 1,215 were. The least "
            "certain come first."
        )

    def _fit(self) -> None:
        """As high as its lines where there is room; a long list is scrolled."""
        room = (self.parentWidget() or self).screen().availableGeometry()
        wide = min(theme.px(760), room.width() - theme.px(60))
        self.list.resize(wide - theme.px(44), theme.px(200))
        rows = sum(self.list.needed(line) for line in self._lines) + theme.px(6)
        self.list.setMinimumHeight(theme.px(150))
        self.resize(wide, min(rows + theme.px(250), room.height() * 9 // 10))

    def _letter(self, letter: str) -> None:
        line = self.list.selected()
        if line is not None and (letter == " " or line.ticked):  # Delete takes out, and nothing in
            self._turn(line)

    def _turn(self, turned: Line) -> None:
        self._lines = [replace(line, ticked=not line.ticked) if line == turned else line for line in self._lines]
        self._show()

    def _show(self) -> None:
        self.list.show_rows(self._lines)
        ticked = len(self.chosen())
        self.accept_button.setText(self.tr("Confirm %n people", "", ticked) if ticked else self.tr("Nobody is ticked"))
        self.accept_button.setAccessibleName(self.accept_button.text())
        self.accept_button.setEnabled(bool(ticked))

    def _story(self, line: Line) -> Story:
        one = line.one
        known = self._known.get(one.resident.id)
        lines = [self._recognised.marks(known, self._day), self._recognised.visits(known, self._zone)] if known else []
        return Story(
            head=f"{one.written}  →  {known_name(one.resident.name)}",
            lines=(" · ".join(filter(None, lines)),) if lines else (),
            pill=self.tr("{percent} %").format(percent=min(int(one.score * 100), _MOST_PERCENT)),
            pill_tone=Tone.ATTENTION if line.ticked else Tone.MUTED,
            ticked=line.ticked,
        )


async def ask_whole_names(
    parent: QWidget, listed: Sequence[WholeName], known: Mapping[str, Acquaintance], day: date, zone: tzinfo
) -> Mapping[str, str] | None:
    """Whom a person confirms, the resident by the group; None when she went back."""
    sheet = WholeNamesSheet(parent, listed, known, day, zone)
    chosen: dict[str, str] = {}
    sheet.accepted.connect(lambda: chosen.update(sheet.chosen()))
    return chosen if await shown(sheet) else None
