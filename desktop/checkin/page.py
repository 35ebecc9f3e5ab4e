"""Wires the door pane, the header of Sala, and the scanner that is heard on every page."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from db.residents.search import wake
from desktop.bridge import AGAIN, CARD, IGNORE, QUEUE
from desktop.camera.opening import Camera
from desktop.checkin.cards import CardsPresenter, Told
from desktop.checkin.counters import Counters
from desktop.checkin.counting import CountersPresenter
from desktop.checkin.presenter import DoorPresenter
from desktop.checkin.scanner import Scanner
from desktop.checkin.view import DoorPane
from desktop.checkin.words import told_words
from desktop.consent import consent_text
from desktop.parts import Parts

# By card, by name or by hand: whoever is in the room now puts right what could not be read before.
ARRIVING = "door"


class Cards(QObject):
    """The cards of this window: read anywhere, told at the door if it is in sight and in the banner if not."""

    read = Signal(str)
    told = Signal(object)

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts.shell)
        self._parts = parts
        self.pane: QWidget | None = None
        self.presenter = CardsPresenter(self, parts.bridge, parts.focus, parts.clock)
        parts.bridge.on(self.read, self.presenter.scan, CARD, topic=ARRIVING)

    def hear(self, payload: str) -> None:
        """A card was read. While the screen is locked it goes to nobody and is not kept."""
        if self._parts.shell.locked:
            self._parts.shell.card_refused.emit()
        else:
            self.read.emit(payload)

    def show_told(self, told: Told) -> None:
        """Say what a card came to."""
        self.told.emit(told)
        if self.pane is None or not self.pane.isVisible():
            sentence, tone, _ = told_words(told)
            go = QCoreApplication.translate("Door", "To the door")
            self._parts.shell.say(sentence, tone, go, lambda: self._parts.shell.go("sala"))


def listen(parts: Parts) -> None:
    """From the start, whichever page is in front: a card may be read while notes are written."""
    app = QApplication.instance()
    if isinstance(app, QApplication):
        cards = _cards(parts)
        scanner = Scanner(app, lambda: parts.clock.now().date(), cards)
        scanner.begun.connect(parts.bridge.door.expect)
        scanner.read.connect(cards.hear)


def build_pane(parts: Parts) -> QWidget:
    """The door of the sitting in hand."""
    cards = _cards(parts)
    view = DoorPane(consent_text(parts.city), lambda: parts.clock.now().date(), parts.city.zone)
    presenter = DoorPresenter(
        view, parts.bridge, parts.focus, parts.clock, parts.city.phone_prefix, cards=cards.presenter
    )
    cards.pane = view
    cards.told.connect(view.show_told)
    view.scanned.connect(cards.hear)
    camera = Camera(parts, cards.hear)
    view.show_camera(camera.button, camera.pane)
    on, people = parts.bridge.on, view.arrivals
    on(view.searched, presenter.search, AGAIN)
    on(view.entered, presenter.enter, CARD, topic=ARRIVING)
    on(view.naming, presenter.read_name, AGAIN)
    on(view.written, presenter.write_down, IGNORE, topic=ARRIVING)
    on(view.offered, presenter.take_offer, IGNORE, topic=ARRIVING)
    on(view.stopped, presenter.stop_waiting, IGNORE)
    on(view.undone, presenter.undo, QUEUE)
    on(view.opening, presenter.open_sitting, IGNORE, topic=ARRIVING)
    people.show_initials(alone=parts.settings.taste.hide_arrivals)
    parts.settings.follow(lambda taste: people.show_initials(alone=taste.hide_arrivals))
    on(people.undone, presenter.undo, QUEUE)
    on(people.unnamed, presenter.count_one, QUEUE)
    on(people.brought, presenter.bring, QUEUE)
    on(people.companion, presenter.name_companion, IGNORE)
    on(people.consented, presenter.consent, IGNORE)
    on(people.reading, presenter.read_consent, IGNORE)
    on(people.leaving, presenter.leave_or_return, IGNORE)
    on(people.opened, presenter.details, IGNORE)
    # The next key is meant for whoever came last: she stands in the list whatever else is written.
    parts.bridge.follow(("presence", "resident", "sitting"), presenter.look_again, at_once=True)
    parts.focus.follow(lambda sitting_id: parts.bridge.start(presenter.turn_to(sitting_id)))
    parts.bridge.start(_begin(parts, presenter))
    return view


async def _begin(parts: Parts, presenter: DoorPresenter) -> None:
    """The first look, and then what the first letters would else wait for: nobody at the door is slower than others."""
    await presenter.look()
    await parts.bridge.ask(wake)


def build_counters(parts: Parts) -> QWidget:
    """The header line: the sitting in numbers."""
    view = Counters(parts.city.zone)
    presenter = CountersPresenter(view, parts.bridge, parts.focus, parts.clock)
    view.second.connect(presenter.tick)
    parts.bridge.follow(("presence", "resident", "sitting", "match", "participant"), presenter.look_again)
    parts.focus.follow(lambda _: parts.bridge.start(presenter.look()))
    parts.bridge.start(presenter.look())
    return view


def _cards(parts: Parts) -> Cards:
    found = parts.shell.findChild(Cards)
    return found if isinstance(found, Cards) else Cards(parts)
