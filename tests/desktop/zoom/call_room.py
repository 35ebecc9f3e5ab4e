"""An evening with the strip of the call, a Zoom of our own, and a clock that is moved by hand."""

from __future__ import annotations

from collections.abc import Sequence

from db.home import Home
from db.places.city import read_city
from db.residents.commands import enrol
from db.sittings.commands import close_sitting, open_sitting, plan_sitting
from db.work import Store
from desktop.focus import Focus
from desktop.zoom.account import Account
from desktop.zoom.call_presenter import CallPresenter
from desktop.zoom.client import Created, ZoomClient
from desktop.zoom.credentials import Credentials, Safe
from desktop.zoom.fetching import Brought
from desktop.zoom.payloads import LiveOne
from desktop.zoom.shown import CallShown
from desktop.zoom.wire import Wire
from tests.desk import PlainDesk
from tests.desktop.conftest import Run
from tests.desktop.zoom.stub import Zoom
from tests.desktop.zoom.waits import Waits
from tests.record import CITY_FILE, EVENING, HandClock


class Strip:
    """Writes down what it is shown."""

    def __init__(self) -> None:
        self.shown: CallShown | None = None
        self.brought: list[Brought] = []
        self.created: list[Created] = []
        self.people: list[Sequence[LiveOne]] = []

    def show_call(self, shown: CallShown | None) -> None:
        self.shown = shown

    def say_brought(self, told: Brought) -> None:
        self.brought.append(told)

    def say_created(self, made: Created) -> None:
        self.created.append(made)

    async def show_people(self, people: Sequence[LiveOne]) -> None:
        self.people.append(people)


class Room:
    """An evening with the strip of the call; `tick(minutes=2)` lets time pass."""

    def __init__(self, store: Store, home: Home, clock: HandClock, run: Run, zoom: Zoom) -> None:
        self.store, self.clock, self.run, self.zoom = store, clock, run, zoom
        self.desk, self.strip, self.focus = PlainDesk(store), Strip(), Focus()
        self.safe = Safe(self.desk, home)
        self.account = Account(self.safe, self._connect)
        store.do(enrol, family_name="Quiroz", given_names="Nélida")

    def _connect(self, credentials: Credentials) -> ZoomClient:
        return ZoomClient(Wire(credentials, self.zoom.addresses, now=self.clock.now, sleep=Waits()))

    def set_up(self) -> None:
        self.run(self.safe.keep(self.zoom.credentials))

    def begin(self, *, number: str | None = "912 3456 7890", opened: bool = True) -> CallPresenter:
        council = "Consejo Barrial Astilleros"
        planned = self.store.do(plan_sitting, title="Sesión", council=council, starts_at=EVENING, zoom_number=number)
        self.id = planned.outcome
        self.focus.choose(self.id)
        if opened:
            self.store.do(open_sitting, sitting_id=self.id)
        return self.again()

    def again(self) -> CallPresenter:
        """The window, opened anew."""
        self.presenter = CallPresenter(
            self.strip, self.desk, self.focus, self.account, city=read_city(CITY_FILE), now=self.clock.now,
            questions=lambda: ("DNI", "Barrio"),
        )  # fmt: skip
        self.run(self.presenter.look())
        return self.presenter

    def close(self) -> None:
        self.clock.forward(minutes=120)
        self.store.do(close_sitting, sitting_id=self.id)
        self.run(self.presenter.look())

    def tick(self, **step: float) -> CallShown:
        self.clock.forward(**step)
        self.run(self.presenter.tick())
        return self.told()

    def told(self) -> CallShown:
        assert self.strip.shown is not None
        return self.strip.shown


def names(shown: CallShown) -> list[tuple[str, bool]] | None:
    return None if shown.live is None else [(one.name, one.waiting) for one in shown.live]
