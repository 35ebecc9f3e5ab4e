"""The Zoom of the tests, running."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from desktop.zoom.client import ZoomClient
from desktop.zoom.wire import Wire
from tests.desktop.zoom.stub import Zoom
from tests.record import HandClock


class Waits(list[float]):
    """How long the wire would have waited, instead of waiting."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


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
