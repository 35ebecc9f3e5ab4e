"""Builds the parts once, in order, and hands them on: window first, the record when it is unlocked."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_API", "pyside6")

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from db.errors import Refused, Unavailable
from desktop import alone, crash, i18n, paths, wording
from desktop.bridge import AGAIN, IGNORE, Bridge
from desktop.focus import Focus
from desktop.kit import theme
from desktop.kit.banner import Message
from desktop.kit.palette import Tone
from desktop.parts import Parts
from desktop.settings import Settings, Taste
from desktop.shell.falls import Falls
from desktop.shell.lock import Lock
from desktop.shell.pages import listen
from desktop.shell.signals import ShellSignals
from desktop.shell.window import MainWindow
from desktop.sweep import Sweep

if TYPE_CHECKING:  # half a second of SQLAlchemy: the window is up before
    from db.home import Opened
    from desktop.elsewhere import FollowElsewhere
    from desktop.insights.counting import Counting
    from desktop.matching.open_book import OpenBook
    from desktop.preferences.keeper import Keeper
    from desktop.residents.in_order import InOrder
    from desktop.sync.courier import Courier

log = logging.getLogger("cabildo")

# Somebody stands at the door who was not counted: the next card in the queue puts nothing right about it.
_TO_BE_SEEN_TO = frozenset({"document_of_several"})

# How long a thread that reckons keeps Python from one that asks for it. A card asks some fifty times, once a statement,
# and the page of a pull that is being read would keep it for five milliseconds each time.
_TURN_S = 0.0005


class Cabildo:
    """The application with its window. `begin` opens the record, `end` stores everything and lets go of it."""

    def __init__(self, app: QApplication, folder: Path) -> None:
        self.app, self.folder = app, folder
        self.settings = Settings(paths.settings_file(folder))
        self._dressed: Taste | None = None
        self._dress(self.settings.taste)
        i18n.install(app, self.settings.taste.locale)
        self.shell, self.focus = ShellSignals(), Focus()
        self.window = MainWindow()
        self.reporter = crash.Reporter(self._show_crash)
        self.bridge = Bridge(
            refused=self._refused,
            unavailable=self._unavailable,
            crashed=self.reporter.report,
            saved=self.window.show_saved,
            went_well=self.window.banner.settle,
        )
        self.parts: Parts | None = None
        self.lock: Lock | None = None
        self.keeper: Keeper | None = None
        self.in_order: InOrder | None = None
        self.counting: Counting | None = None
        self.open_book: OpenBook | None = None
        self.elsewhere: FollowElsewhere | None = None
        self.courier: Courier | None = None
        self._sweep: Sweep | None = None
        self._closed: asyncio.Future[None] | None = None
        self._lock = alone.lock_of(folder)
        self.settings.follow(self._dress)
        self.focus.follow(lambda sitting_id: self.settings.change(last_sitting=sitting_id or ""))
        self.shell.said.connect(self.window.say)
        self.shell.settled.connect(self.window.banner.settle)
        self.shell.wanted.connect(self.window.show_page)
        self.window.closing.connect(self._want_to_close)

    async def begin(self, opener: Callable[[], Opened] | None = None) -> None:
        """Open the record: by `opener`, or by whatever key is at hand, or by asking for the passphrase."""
        from desktop.shell.entrance import Entrance

        self._sweep = Sweep(self.app, waited=lambda: self.bridge.door.waits or self.bridge.has_more_to_tell)
        sys.setswitchinterval(_TURN_S)
        self._closed = asyncio.get_running_loop().create_future()
        self.reporter.install(asyncio.get_running_loop())
        self.window.show_waiting_page()
        if not self._alone():
            self.window.show_already_open()
        elif opener is not None:
            await self.open(opener)
        else:
            await Entrance(self.window, self.bridge, self.settings, self.folder, self.open).begin()

    async def open(self, opener: Callable[[], Opened]) -> None:
        """Open the record on its own thread and put up the frame with the first page."""
        opened = await self.bridge.open(opener)
        from desktop.elsewhere import FollowElsewhere
        from desktop.insights.counting import Counting
        from desktop.matching.open_book import OpenBook
        from desktop.preferences.keeper import Keeper
        from desktop.residents.in_order import InOrder
        from desktop.shell.presenter import FramePresenter
        from desktop.sync.courier import courier_of

        presenter = FramePresenter(self.window, self.bridge, self.focus)
        await presenter.begin(self.settings.taste.last_sitting)
        self.parts = Parts(
            bridge=self.bridge,
            settings=self.settings,
            focus=self.focus,
            shell=self.shell,
            city=opened.city,
            home=opened.home,
            desk=opened.desk,
            clock=opened.store.clock,
        )
        self.window.open(self.parts, first="sala" if self.focus.sitting_id else "sittings")
        listen(self.parts)
        Falls(self.app, self.shell)
        self.lock = Lock(self.window, self.window, self.parts)
        self.bridge.on(self.window.lock_wanted, self.lock.lock, IGNORE)
        self.shell.lock_wanted.connect(self.window.lock_wanted)
        self.keeper = Keeper(self.parts)
        self.bridge.start(self.keeper.begin())
        self.in_order = InOrder(self.bridge)
        self.bridge.start(self.in_order.begin())
        self.counting = Counting(self.bridge)
        self.counting.begin()
        self.open_book = OpenBook(self.bridge)
        self.open_book.begin()
        self.elsewhere = FollowElsewhere(self.bridge)
        self.elsewhere.begin()
        self.app.applicationStateChanged.connect(self._came_back)
        self.courier = courier_of(self.bridge)
        self.courier.begin()
        self.bridge.on(self.window.looked_again, presenter.look, AGAIN)
        self.bridge.on(self.window.look_switched, self._switch_look, IGNORE)
        self.bridge.follow(("sitting", "match", "participant", "call", "presence"), presenter.look_again)
        self.bridge.follow_everything(presenter.look_at_pending)
        self.focus.follow(lambda _: self.window.looked_again.emit())
        await presenter.look()
        if self._sweep is not None:
            self._sweep.spare()

    def _alone(self) -> bool:
        """Whether no other window works on this home: two would show each other's evening late, and F4 skip an item."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        return alone.takes(self._lock)

    async def closed(self) -> None:
        """Wait until the person closes the window."""
        if self._closed is not None:
            await self._closed

    async def end(self) -> bool:
        """Keep what is half typed, finish what was begun, let go of the record and of the window."""
        self.window.leave_field()
        self.window.leave_dialogs()
        if self.keeper is not None:
            await self.keeper.end()
        if self.in_order is not None:
            self.in_order.stop()
        if self.counting is not None:
            self.counting.stop()
        if self.open_book is not None:
            self.open_book.stop()
        if self.elsewhere is not None:
            self.elsewhere.stop()
        if self.courier is not None:
            self.courier.stop()
        in_time = await self.bridge.close()
        self.reporter.remove()
        if self._sweep is not None:
            self._sweep.stop()
        if self.lock is not None:
            self.lock.stop()
        self.window.take_down()
        self._lock.unlock()
        return in_time

    def _came_back(self, state: Qt.ApplicationState) -> None:
        """From a terminal, perhaps, in which she has just worked on the same record."""
        if state is Qt.ApplicationState.ApplicationActive and self.elsewhere is not None:
            self.elsewhere.look()

    def _want_to_close(self) -> None:
        if self._closed is not None and not self._closed.done():
            self._closed.set_result(None)

    def _dress(self, taste: Taste) -> None:
        """A change of the look alone is worth repainting every widget."""
        old, self._dressed = self._dressed, taste
        if old is None or (old.dark, old.scale) != (taste.dark, taste.scale):
            theme.apply(self.app, dark=taste.dark, scale=taste.scale)

    def _switch_look(self) -> None:
        self.settings.change(dark=not self.settings.taste.dark)

    def _refused(self, no: Refused) -> None:
        topic = "" if no.code in _TO_BE_SEEN_TO else self.bridge.topic
        self.window.say(Message(wording.sentence(no.code, no.facts), Tone.ATTENTION, topic=topic))

    def _unavailable(self, no: Unavailable, asked: bool) -> None:
        sentence = wording.sentence(no.code, no.facts)
        log.warning("unavailable: %s", no.code)
        self.window.show_trouble(sentence)
        if asked:
            self.window.say(Message(sentence, Tone.ATTENTION, topic=self.bridge.topic))

    def _show_crash(self, details: str) -> None:
        from desktop.shell.crash_window import CrashWindow

        CrashWindow(self.window, details, self.folder / "cabildo.log").show()


def application() -> QApplication:
    """The one QApplication of the process, named for the desktop it runs on."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("Cabildo")
    app.setDesktopFileName("cabildo")
    app.setQuitOnLastWindowClosed(False)  # closing the last dialog would end the loop under the feet of the record
    return app


def run(folder: Path, opener: Callable[[], Opened] | None = None) -> int:
    """Open the window on a home and work until it is closed. `opener` hands in a record that is opened otherwise."""
    app = application()
    crash.keep_log(folder / "cabildo.log")
    cabildo = Cabildo(app, folder)
    for told in (signal.SIGINT, signal.SIGTERM):  # the system goes down, or the terminal: closed as by hand
        signal.signal(told, lambda *_: cabildo.window.closing.emit())
    cabildo.window.put(cabildo.settings.taste.window)
    cabildo.window.show()
    app.processEvents()  # the window stands before anything that takes long is imported

    import qasync

    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    loop.set_default_executor(ThreadPoolExecutor(2))
    with loop:
        answer: int = loop.run_until_complete(_evening(cabildo, opener))
    return answer


async def _evening(cabildo: Cabildo, opener: Callable[[], Opened] | None) -> int:
    cabildo.bridge.start(cabildo.begin(opener), asked=True)
    await asyncio.sleep(0)
    await cabildo.closed()
    cabildo.settings.change(window=cabildo.window.place())
    if await cabildo.end():
        return 0
    log.error("a job did not end in time; the record was closed before")
    logging.shutdown()
    os._exit(0)  # a worker that hangs would keep the process for ever; everything confirmed is on the disk
