"""When to meet the server next: soon after something was written, patiently when it does not answer. Pure.

Waits carry chance, so that five hundred laptops that lost the network together do not come back in one second (full
and equal jitter, Brooker 2015, "Exponential Backoff And Jitter").
"""

from __future__ import annotations

# Seconds. While a sitting runs two laptops of one table look for each other's news; otherwise nobody is in a hurry.
_IN_A_SITTING, _AT_REST, _AFTER_WRITING = 10.0, 120.0, 4.0
_FIRST_RETRY, _LONGEST = 15.0, 600.0
# What only a person can put right is asked about now and then.
_REFUSED = 1800.0
# How soon to knock again at a server whose places are all taken: a push takes tenths of a second.
_FIRST_KNOCK, _SLOWEST_KNOCK = 0.25, 2.0


def after_contact(*, failures: int, refused: bool, sitting_open: bool, chance: float) -> float:
    """Seconds until the next contact. `failures` in a row, 0 after one that went well; `chance` from 0 to 1."""
    if refused:
        return _REFUSED * (0.75 + chance / 2)
    if failures:
        return float(min(_LONGEST, _FIRST_RETRY * 2 ** min(failures - 1, 10))) * (0.5 + chance / 2)
    return (_IN_A_SITTING if sitting_open else _AT_REST) * (0.75 + chance / 2)


def after_writing(*, failures: int, chance: float) -> float | None:
    """Seconds until what was written just now is sent; None while the server does not answer: the retry will do it."""
    return None if failures else _AFTER_WRITING * (0.5 + chance / 2)


def for_a_place(*, tries: int, chance: float) -> float:
    """Seconds until the next knock at a server that has no place for one more laptop, `tries` knocks so far."""
    return float(min(_SLOWEST_KNOCK, _FIRST_KNOCK * 2 ** min(tries, 10))) * (0.5 + chance / 2)
