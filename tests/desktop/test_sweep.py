"""Garbage is swept between two people at the door, and not while one of them waits."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from desktop.sweep import Sweep


class Left:
    """Something in a ring with itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def parent(qapp: QApplication) -> QObject:
    return QObject(qapp)


@pytest.fixture
def few() -> Iterator[None]:
    """The thresholds as if much had been made."""
    before = gc.get_threshold()
    gc.set_threshold(1, before[1], before[2])
    yield
    gc.set_threshold(*before)


@pytest.mark.usefixtures("few")
def test_nothing_is_swept_while_somebody_waits_but_not_for_ever(parent: QObject) -> None:
    waits = True
    sweep = Sweep(parent, waited=lambda: waits)
    try:
        left = weakref.ref(Left())
        some: list[list[int]] = [[] for _ in range(9)]
        sweep.sweep()
        assert left() is not None
        waits = False
        sweep.sweep()
        assert left() is None
        waits, left = True, weakref.ref(Left())
        some += [[] for _ in range(9)]
        for _ in range(30):
            sweep.sweep()
        assert left() is None
        assert len(some) == 18
    finally:
        sweep.stop()


def test_what_is_spared_is_given_back_at_the_end(parent: QObject) -> None:
    before = gc.get_freeze_count()
    sweep = Sweep(parent)
    sweep.spare()
    assert gc.get_freeze_count() > before
    sweep.stop()
    assert gc.get_freeze_count() == 0
    assert gc.isenabled()
