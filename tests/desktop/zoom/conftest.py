"""The Zoom of the tests, running."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from db.home import Home
from db.work import Store
from desktop.zoom.client import ZoomClient
from desktop.zoom.wire import Wire
from tests.desktop.conftest import Run
from tests.desktop.zoom.call_room import Room
from tests.desktop.zoom.stub import Zoom
from tests.desktop.zoom.waits import Waits
from tests.record import HandClock


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def zoom(clock: HandClock) -> Iterator[Zoom]:
    with Zoom() as made:
        made.now = clock.now
        yield made


@pytest.fixture
def client(zoom: Zoom, clock: HandClock, waits: Waits) -> Iterator[ZoomClient]:
    wire = Wire(zoom.credentials, zoom.addresses, now=clock.now, sleep=waits)
    yield ZoomClient(wire)
    wire.close()


@pytest.fixture
def room(store: Store, home: Home, clock: HandClock, run: Run, zoom: Zoom) -> Iterator[Room]:
    made = Room(store, home, clock, run, zoom)
    made.set_up()
    yield made
    made.account.forget()
