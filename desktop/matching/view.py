"""The matching desk as it is seen: the sum on top, the groups on the left, one group on the right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, tzinfo
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from db.matching.acquaintance import Acquaintance
from db.matching.newcomer import Fact
from db.matching.queries import GroupCard
from db.matching.whole_names import WholeName
from db.places.queries import NeighbourhoodCard
from db.sittings.queries import SittingCard
from db.zoom.handout_queries import RegistrantCard
from desktop.kit import theme
from desktop.kit.buttons import Segmented, button
from desktop.kit.dialogs import choose_file
from desktop.kit.palette import Tone
from desktop.kit.shelves import Halves
from desktop.kit.stories import Story, StoryRows
from desktop.kit.surfaces import Card, EmptyState, Page, label
from desktop.matching.keys import show_desk_keys
from desktop.matching.look import ALL, DECIDED, SURE, WAITING, Desktop
from desktop.matching.newcomer import ask_newcomer
from desktop.matching.offers import Offer
from desktop.matching.panel import ICONS, LETTERS, TONES, GroupPanel
from desktop.matching.sum import SumStrip
from desktop.matching.whole_names import ask_whole_names
from desktop.matching.wording import reasons_words, verdict_word
from desktop.wording.names import known_name

NARROW = 820
"""Design length. Below it, groups and panel cannot stand side by side and still be read."""


class MatchingPage(Page):
    """Everything the matching desk shows; what a person does comes out as signals."""

    filter_chosen = Signal(str)
    stood_on = Signal(object)
    confirm_pressed = Signal()
    listed_pressed = Signal()
    undo_pressed = Signal()
    import_pressed = Signal()
    sitting_wanted = Signal()
    room_wanted = Signal()

    def __init__(self, zone: tzinfo) -> None:
        super().__init__(self.tr("Matches"))
        self._zone, self._day = zone, date.min
        self.undo = button(self.tr("Undo"), "undo", shortcut="Ctrl+Z")
        self.undo.setObjectName("matching.undo")
        self.undo.setEnabled(False)
        self.bring = button(self.tr("Bring a Zoom report"), "file-upload-outline", shortcut="Ctrl+I")
        self.bring.setObjectName("matching.import")
        self.tools.addWidget(self.undo)
        self.tools.addWidget(self.bring)
        self.sum, self.panel = SumStrip(), GroupPanel(zone)
        self._stack = QStackedWidget()
        self._no_sitting = EmptyState(
            "calendar-blank-outline",
            self.tr("No sitting is chosen"),
            self.tr("Choose one in Today; the people of its Zoom call appear here."),
            self.tr("Go to Today"),
        )
        self._no_calls = EmptyState(
            "video-outline",
            self.tr("No Zoom report for this sitting yet"),
            self.tr(
                "Download the participant report from Zoom (CSV) and drop it anywhere on this window. "
                "Who is sure is counted at once; the rest waits here and never blocks the evening."
            ),
            self.tr("Choose the file…"),
            Tone.ONLINE,
        )
        self._work = self._compose()
        for page in (self._no_sitting, self._no_calls, self._work):
            self._stack.addWidget(page)
        self.body.addWidget(self._stack, 1)
        self._connect()
        self.show_no_sitting()

    def show_no_sitting(self) -> None:
        """There is nothing to match."""
        self.set_titles(self.tr("Matches"))
        self._stack.setCurrentWidget(self._no_sitting)
        for tool in (self.undo, self.bring):
            tool.hide()

    def show_no_calls(self, sitting: SittingCard) -> None:
        """A sitting to which Zoom's report is still to come."""
        self._show_sitting(sitting)
        self._stack.setCurrentWidget(self._no_calls)
        self.undo.hide()

    def show_desktop(self, told: Desktop, rows: Sequence[GroupCard], which: str) -> None:
        """One look: the sum, how much is where, and the groups of the part one looks at."""
        self._show_sitting(told.sitting)
        self._day = told.sitting.starts_at.astimezone(self._zone).date()
        self.panel.set_day(self._day)
        self._show_listed(len(told.listed))
        first_look = self._stack.currentWidget() is not self._work
        self._stack.setCurrentWidget(self._work)
        self.sum.show_sum(told.attendance, told.counts)
        sums = told.counts
        numbers = {WAITING: sums.unresolved, SURE: sums.sure, DECIDED: sums.decided + sums.nobodies, ALL: sums.groups}
        for key, words in self._parts().items():
            self.parts.option(key).setText(f"{words}  {numbers[key]}")
        self.parts.set_value(which)
        self.list.show_rows(rows)
        self._lists.setCurrentIndex(0 if rows else 1)
        self._show_nothing(which, waiting=sums.unresolved)
        if not rows and self.isAncestorOf(self.window().focusWidget()):
            self._nothing.action.setFocus()  # after the last decision Enter leads on
        elif rows and self.window().focusWidget() in (self._nothing.action, self.undo):
            self.list.setFocus()  # and after undoing it the letters are acts again
        self.panel.setVisible(bool(rows))
        if first_look and self.isVisible():
            self.list.setFocus()  # a report just came in: the next key belongs to the first group

    def show_group(
        self, card: GroupCard | None, offers: Sequence[Offer], *, first: bool, registered: RegistrantCard | None
    ) -> None:
        """The group one stands on."""
        self.panel.setVisible(card is not None)
        if card is not None:
            self.panel.show_group(card, offers, first=first, registered=registered)

    def show_offers(self, offers: Sequence[Offer], *, first: bool) -> None:
        """Other people it may be."""
        self.panel.show_offers(offers, first=first)

    def show_times(self, card: GroupCard) -> None:
        """The same group a while later."""
        self.panel.show_times(card)

    def clear_search(self) -> None:
        """What was typed has been found."""
        self.panel.clear_search()

    def show_gathered(self, gathered: Sequence[Offer] | None) -> None:
        """Several people round one telephone."""
        self.panel.show_gathered(gathered)
        if gathered is not None and not self.panel.field.hasFocus():
            self.panel.into_offers()
            if not self.panel.offers.rows.rowCount():
                self.panel.field.setFocus()  # nobody is like this family: the next letters are a name

    def show_undo(self, *, possible: bool) -> None:
        """Whether there is an act to undo."""
        self.undo.setEnabled(possible)
        self.last.setVisible(possible and bool(self.last.text()))

    def select_group(self, match_id: str) -> None:
        """Stand on a group."""
        self.list.select(match_id)

    def focus_offers(self) -> None:
        """Several fit alike: the person has to point at one."""
        self.panel.into_offers()

    def say_decided(self, card: GroupCard) -> None:
        """What was just decided, under the groups: a banner for each would bury the page."""
        who = ", ".join(known_name(one.name) for one in card.residents) or verdict_word(card)
        name = card.name or self.tr("(no name)")
        self.last.setText(self.tr("«{name}»: {who}. Ctrl+Z takes it back.").format(name=name, who=who))
        self.last.show()
        self.list.setFocus()  # the next key belongs to the next group, wherever this one was decided

    def say_listed(self, *, confirmed: int, left: int) -> None:
        """How many were confirmed at once, and how many could not be any more; the others were decided meanwhile."""
        words = [self.tr("%n people confirmed. Ctrl+Z takes all of them back.", "", confirmed)]
        if left:
            words.append(self.tr("%n stay to be decided: something was written since.", "", left))
        self.last.setText(" ".join(words))
        self.last.show()
        if self.list.isVisible():
            self.list.setFocus()

    async def ask_whole_names(
        self, listed: Sequence[WholeName], known: Mapping[str, Acquaintance]
    ) -> Mapping[str, str] | None:
        """Who waits under a whole name, for one Enter; None when the person went back."""
        return await ask_whole_names(self, listed, known, self._day, self._zone)

    async def ask_new_person(
        self, card: GroupCard, told: Mapping[str, Fact], quarters: Sequence[NeighbourhoodCard]
    ) -> Mapping[str, Any] | None:
        """The few things that write somebody on the roll, with all that is known already filled in."""
        return await ask_newcomer(self, card, told, quarters)

    async def choose_report(self) -> Any:
        """The report on the disk; None when the person went back."""
        return await choose_file(
            self, self.tr("Zoom's participant report"), self.tr("Zoom report (*.csv *.xlsx *.xls);;All (*)")
        )

    def _compose(self) -> QWidget:
        self.parts = Segmented(list(self._parts().items()), self.tr("Which groups"))
        self.list: StoryRows[GroupCard] = StoryRows(
            self._story, key=lambda one: one.id, says=self.tr("Groups of the Zoom call"), letters=LETTERS
        )
        self.list.setObjectName("matching.list")
        self._nothing = EmptyState("check-decagram-outline", "", "", self.tr("Back to the room"), Tone.GOOD)
        self._lists = QStackedWidget()
        self._lists.addWidget(self.list)
        self._lists.addWidget(self._nothing)
        keys = self.tr("Enter confirms · 1 to 9 choose · → to the people · Z undoes · F1 keys")
        left = Card()
        left.body.addWidget(self.parts)
        self.listed = button(self._listed_words(0), "account-multiple-check-outline")
        self.listed.setObjectName("matching.listed")
        left.body.addWidget(self.listed)
        left.body.addWidget(self._lists, 1)
        self.last = label("", "strong", Tone.GOOD, wrap=True)
        self.last.hide()
        left.body.addWidget(self.last)
        left.body.addWidget(label(keys, "small", wrap=True))
        left.setMinimumHeight(theme.px(260))
        whole = QWidget()
        down = theme.space(QVBoxLayout(whole), 14)
        down.addWidget(self.sum)
        down.addWidget(Halves(left, self.panel, (400, 640), narrow=NARROW), 1)
        return whole

    def _connect(self) -> None:
        self.undo.clicked.connect(self.undo_pressed)
        self.bring.clicked.connect(self.import_pressed)
        self.listed.clicked.connect(self.listed_pressed)
        self._no_calls.action.clicked.connect(self.import_pressed)
        self._no_sitting.action.clicked.connect(self.sitting_wanted)
        self.undo.clicked.connect(self.last.clear)
        self.parts.chosen.connect(self.filter_chosen)
        self.list.current.connect(self._stand_on)
        self.list.chosen.connect(lambda _: self.confirm_pressed.emit())
        self.panel.confirm_pressed.connect(self.confirm_pressed)
        for rows in (self.list, self.panel.offers):
            rows.letter.connect(self._letter)
        self.list.sideways.connect(lambda way: self.panel.into_offers() if way > 0 else None)
        self.panel.offers.sideways.connect(lambda way: self.list.setFocus() if way < 0 else None)
        self._nothing.action.clicked.connect(self.room_wanted)
        away = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.panel)
        away.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        away.activated.connect(self._leave_panel)
        # With nobody left there is no list to hear the letter, and the last decision may be the slip.
        undoes = QShortcut(QKeySequence(Qt.Key.Key_Z), self._nothing)
        undoes.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undoes.activated.connect(self.undo.click)
        QShortcut(QKeySequence(Qt.Key.Key_F1), self).activated.connect(lambda: show_desk_keys(self))
        self.setFocusProxy(self.list)

    def _letter(self, letter: str) -> None:
        if letter == "z":
            self.undo.click()
        elif letter == "c":
            self.listed.click()
        elif self.panel.isVisible():
            self.panel.act(letter)

    def _leave_panel(self) -> None:
        """Escape: what was typed goes, those who were gathered part again, the keyboard is back among the groups."""
        if self.panel.field.text():
            self.panel.field.clear()
        elif self.panel.gathered.isVisible():
            self.panel.several_pressed.emit()
        self.list.setFocus()

    def _stand_on(self, card: GroupCard | None) -> None:
        self.panel.clear_search()
        self.stood_on.emit(card)

    def _show_sitting(self, sitting: SittingCard) -> None:
        at = sitting.starts_at.astimezone(self._zone)
        self.set_titles(self.tr("Matches"), f"{sitting.council} · {sitting.title} · {at:%d/%m/%Y %H:%M}")
        for tool in (self.undo, self.bring):
            tool.show()

    def _show_listed(self, count: int) -> None:
        words = self._listed_words(count)
        self.listed.setText(f"{words}  ·  C")
        self.listed.setAccessibleName(words)
        self.listed.setVisible(bool(count))

    def _listed_words(self, count: int) -> str:
        return self.tr("Look at %n full names together", "", count)

    def _show_nothing(self, which: str, *, waiting: int) -> None:
        if which == WAITING:
            self._nothing.show_words(
                self.tr("Nobody waits any more"),
                self.tr("Everybody of the Zoom call has a place in the sum above. The evening goes on in the room; "
                        "the minutes take the names from here."),
            )  # fmt: skip
        else:
            self._nothing.show_words(
                self.tr("Nothing here"), self.tr("%n groups wait to be decided.", "", waiting) if waiting else ""
            )

    def _parts(self) -> dict[str, str]:
        return {
            WAITING: self.tr("To decide"),
            SURE: self.tr("Sure"),
            DECIDED: self.tr("Decided"),
            ALL: self.tr("All"),
        }

    def _story(self, card: GroupCard) -> Story:
        minutes = self.tr("{minutes} min").format(minutes=card.minutes)
        notes = reasons_words(one for one in card.reasons if one["code"] in _NOTES)
        return Story(
            head=card.name or self.tr("(no name)"),
            lines=tuple(filter(None, (" · ".join(filter(None, (self._who(card), minutes))), notes))),
            icon=ICONS[card.kind],
            tone=TONES[card.verdict],
            pill=verdict_word(card),
            pill_tone=TONES[card.verdict],
        )

    def _who(self, card: GroupCard) -> str:
        if card.residents:
            return ", ".join(known_name(one.name) for one in card.residents)
        found = len(card.candidates)
        if found > 1 and not card.clear:  # of a family more than one may be there
            return self.tr("some of %n", "", found) if _is_several(card) else self.tr("one of %n", "", found)
        if found:
            asked = self.tr("{name}, with others?") if _is_several(card) else self.tr("{name}?")
            return asked.format(name=card.candidates[0].resident.name)
        return ""


def _is_several(card: GroupCard) -> bool:
    return any(why["code"] == "perhaps_several" for why in card.reasons)


# What one should see of a group before one stands on it; the rest is beside it.
_NOTES = frozenset({"twice_at_once", "perhaps_several", "organisers_account"})
