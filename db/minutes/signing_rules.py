"""Rules of signing: when minutes may become final, who may still sign them, and when they are signed. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.errors import Refused

DRAFT, FINAL, SIGNED = "draft", "final", "signed"


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature as it was read from a paper: `at` as ISO 8601 text, empty when it tells no time."""

    field: str
    signer: str
    issuer: str
    kind: str
    at: str
    stamped: bool


def may_be_final(*, state: str, newest: bool, written: bool, sitting_state: str) -> None:
    """Whether a version may become final: the newest one, which became a Word file, of a sitting that is closed.

    Raises Refused: minutes_sitting_open, minutes_already_final, minutes_signed_already, minutes_not_newest,
    minutes_not_written.
    """
    if sitting_state in ("planned", "open"):
        raise Refused("minutes_sitting_open")
    if state == SIGNED or sitting_state == SIGNED:
        raise Refused("minutes_signed_already")
    if state == FINAL:
        raise Refused("minutes_already_final")
    if not newest:
        raise Refused("minutes_not_newest")
    if not written:
        raise Refused("minutes_not_written")


def may_be_signed(*, state: str, sitting_state: str) -> None:
    """Whether a signature or a scan may still be added: to final minutes of a sitting that is closed.

    Raises Refused: minutes_not_final, minutes_signed_already, minutes_sitting_reopened.
    """
    _is_final(state)
    if sitting_state in ("planned", "open"):
        # A signature would freeze the sitting in the middle of its evening, with a paper that lacks the rest.
        raise Refused("minutes_sitting_reopened")


def _is_final(state: str) -> None:
    if state == DRAFT:
        raise Refused("minutes_not_final")
    if state == SIGNED:
        raise Refused("minutes_signed_already")


def may_be_drafted_again(*, state: str, signatures: int) -> None:
    """Whether a final version may be a draft again: only while nobody has signed it.

    Raises Refused: minutes_not_final, minutes_signed_already, minutes_has_signatures.
    """
    _is_final(state)
    if signatures:
        raise Refused("minutes_has_signatures", count=signatures)


def grows(before: Sequence[str], after: Sequence[str]) -> None:
    """Whether a paper that comes back carries every signature of the one before, in order, and at least one more.

    `before` and `after` are the fields signed. Raises Refused: paper_without_new_signature.
    """
    if list(after[: len(before)]) != list(before) or len(after) <= len(before):
        raise Refused("paper_without_new_signature")


def is_complete(*, signatures: int, places: int, last: bool) -> bool:
    """Whether the minutes are signed now: every place is, or the person says that nobody else will sign."""
    return last or signatures >= places
