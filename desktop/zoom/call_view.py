"""What is seen of the call itself: the line under the strip of Zoom in Sala, and who is in it now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop import wording
from desktop.kit import theme
from desktop.kit.buttons import button, icon_button
from desktop.kit.dialogs import Sheet, shown
from desktop.kit.palette import Tone
from desktop.kit.surfaces import Chip, label, scrolled
from desktop.shell.signals import ShellSignals
from desktop.zoom.fetching import Brought
from desktop.zoom.payloads import LiveOne
from desktop.zoom.service_words import beside_words, kind_word
from desktop.zoom.shown import TICK_S, CallShown

if TYPE_CHECKING:
    from desktop.zoom.client import Created


class CallStrip(QFrame):
    """Not there at all on a desk without access to Zoom."""

    bring_pressed = Signal()
    create_pressed = Signal()
    people_pressed = Signal()
    ticked = Signal()

    def __init__(self, shell: ShellSignals, zone: tzinfo, here: Callable[[], str]) -> None:
        super().__init__()
        self._shell, self._zone, self._here = shell, zone, here
        self._link = ""
        self.setProperty("kind", "card")
        self.setAccessibleName(self.tr("The call"))
        self._title, self._words = label("", "strong"), label("", "small", wrap=True)
        self.people = icon_button("account-group-outline", self.tr("Who is in the call now"), tone=Tone.ACCENT)
        self.copy = button(self.tr("Copy link"), "link-variant", tip=self.tr("Copy the link with which one registers"))
        self.make = button(self.tr("Create in Zoom"), "video-plus-outline")
        self.bring = button(self.tr("Bring from Zoom"), "cloud-download-outline")
        names = {"people": self.people, "copy": self.copy, "create": self.make, "fetch": self.bring}
        for name, part in names.items():
            part.setObjectName(f"zoom.{name}")
        self.people.clicked.connect(self.people_pressed)
        self.copy.clicked.connect(self._copy)
        self.make.clicked.connect(self.create_pressed)
        self.bring.clicked.connect(self.bring_pressed)
        words = theme.space(QVBoxLayout(), 1)
        words.addWidget(self._title)
        words.addWidget(self._words)
        across = theme.space(QHBoxLayout(self), 10, (14, 10, 14, 10))
        across.addWidget(Chip("cloud-outline", Tone.ONLINE, 38), 0, Qt.AlignmentFlag.AlignVCenter)
        across.addLayout(words, 1)
        for part in names.values():
            across.addWidget(part)
        self._timer = QTimer(self, interval=TICK_S * 1000)
        self._timer.timeout.connect(self.ticked)
        self._timer.start()
        self.hide()

    def show_call(self, shown: CallShown | None) -> None:
        """How the call stands."""
        self.setVisible(shown is not None)
        if shown is None:
            return
        sitting = shown.sitting
        has_number, begun = bool(sitting.zoom_number), sitting.state in ("open", "closed")
        self._link = sitting.registration_link or sitting.join_link or ""
        self.make.setVisible(not has_number and sitting.state != "signed")
        self.copy.setVisible(bool(self._link) and sitting.state == "planned")
        self.people.setVisible(bool(shown.live))
        self.bring.setVisible(has_number and (begun or bool(sitting.registration_link)))
        self.bring.setEnabled(not shown.busy)
        title, words = self._said(shown)
        self._title.setText(title)
        self._words.setText(words)
        self._words.setVisible(bool(words))

    def words(self) -> str:
        """What it says below its title."""
        return self._words.text()

    def say_brought(self, told: Brought) -> None:
        """What came of it, and where to go on."""
        if told.repeated:
            self._shell.say(self.tr("Zoom tells nothing new of this call."))
            return
        if told.live and not told.calls:
            self._shell.say(self.tr("Nobody is in the call now."))
            return
        if not told.calls:
            beside = beside_words(told)
            self._shell.say(self.tr("From Zoom: {what}.").format(what=beside) if beside else self.tr(
                "Nobody has registered yet."
            ), Tone.GOOD)  # fmt: skip
            return
        people, sure = sum(one.groups for one in told.calls), sum(one.sure for one in told.calls)
        waiting = sum(one.proposed + one.unknown for one in told.calls)
        sentences = [self.tr("From Zoom: %n people in the call.", "", people)]
        sentences.append(self.tr("%n are sure and counted.", "", sure))
        if beside := beside_words(told):
            sentences.append(self.tr("Also: {what}.").format(what=beside))
        sentences += [f"{kind_word(kind)}: {wording.sentence(code)}" for kind, code in told.missing.items()]
        if waiting and self._here() != "matching":
            sentences.append(self.tr("%n wait to be decided.", "", waiting))
            self._shell.say(" ".join(sentences), Tone.GOOD, self.tr("Decide"), lambda: self._shell.go("matching"))
        else:
            self._shell.say(" ".join(sentences), Tone.GOOD)

    def say_created(self, made: Created) -> None:
        """The meeting is made, and its link is one press away."""
        words = self.tr("The meeting is made: {number}.").format(number=made.number)
        if made.trouble:
            self._shell.say(f"{words} {wording.sentence(made.trouble)}", Tone.ATTENTION)
        else:
            self._shell.say(words, Tone.GOOD, self.tr("Copy the link to register"), self._copy)

    async def show_people(self, people: Sequence[LiveOne]) -> None:
        """Everybody by name; whoever waits outside stands at the end."""
        sheet = Sheet(self.window(), self.tr("In the call now"), "", self.tr("Close"))
        sheet.cancel.hide()
        names = [self.tr("{name} (waits outside)").format(name=one.name) if one.waiting else one.name for one in people]
        sheet.body.addWidget(scrolled(label("\n".join(name or self.tr("Without a name") for name in names), wrap=True)))
        await shown(sheet)

    def _said(self, shown: CallShown) -> tuple[str, str]:
        sitting = shown.sitting
        if not sitting.zoom_number:
            return self.tr("The call"), self.tr("This sitting has no Zoom meeting yet.")
        title, words = self.tr("Meeting {number}").format(number=sitting.zoom_number), ""
        if sitting.state == "planned":
            words = self.tr("Whoever registers is known at once.") if sitting.registration_link else ""
        elif shown.busy and shown.live is None:
            words = self.tr("Asking Zoom…")
        elif shown.trouble and shown.trouble not in ("zoom_not_ready", "zoom_not_there"):
            words = wording.sentence(shown.trouble, shown.trouble_facts)
        elif shown.next_try is not None:
            asked = shown.trouble is not None  # just after the closing nobody has asked yet
            words = self.tr("Zoom has no list yet; it is asked again at {time}.") if asked else self.tr(
                "Zoom is asked for the list at {time}."
            )  # fmt: skip
            words = words.format(time=self._clock(shown.next_try))
        elif shown.brought:
            words = self.tr("The list of the call is here.")
        elif sitting.state == "closed":
            words = self.tr("The list of the call has not been brought yet.")
        elif shown.live_closed:
            words = self.tr("The plan does not show who is in the call; the list comes when it ends.")
        elif shown.live is not None:
            title, words = self._counted(title, shown.live)
        return title, words

    def _counted(self, title: str, live: Sequence[LiveOne]) -> tuple[str, str]:
        inside = [one for one in live if not one.waiting]
        if not live:
            return title, self.tr("Nobody is in the call now.")
        words = self.tr("%n in the call", "", len(inside))
        if outside := len(live) - len(inside):
            words += " · " + self.tr("%n outside", "", outside)
        return title, words

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._link)

    def _clock(self, at: datetime) -> str:
        return f"{at.astimezone(self._zone):%H:%M}"
