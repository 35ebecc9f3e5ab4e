"""The Qt that is installed is one that lets Python live."""

import sys

import pytest
from PySide6.QtCore import QObject, Signal


class _Bell(QObject):
    rang = Signal(bool)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="True and None are immortal from Python 3.12 on")
def test_signals_do_not_use_up_true_and_none() -> None:
    """PySide6 6.12.0 loses a reference with each signal; before Python 3.12 the interpreter then dies."""
    bell, heard = _Bell(), []
    bell.rang.connect(lambda: heard.append(0))
    before = sys.getrefcount(True), sys.getrefcount(None)
    for _ in range(200):
        bell.rang.emit(True)
    after = sys.getrefcount(True), sys.getrefcount(None)
    assert len(heard) == 200
    assert after[0] - before[0] > -50
    assert after[1] - before[1] > -50
