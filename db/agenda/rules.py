"""What may happen on the agenda, and who may speak. Pure: values in, a verdict out or Refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from db.errors import Refused

OUTCOMES = ("none", "informed", "agreed", "postponed", "referred")
LONGEST_MINUTES = 600


@dataclass(frozen=True)
class Standing:
    """One item as far as moving on is concerned, in the order of the agenda."""

    id: str
    started: bool
    ended: bool
    outcome: str = "none"

    @property
    def running(self) -> bool:
        return self.started and not self.ended


@dataclass(frozen=True)
class Step:
    """What moving on does: the item that ends and the item that begins, None where there is none."""

    ends: str | None
    begins: str | None


def title_of(title: str) -> str:
    """The title without the spaces around it. Raises Refused: item_title_missing."""
    title = title.strip()
    if not title:
        raise Refused("item_title_missing")
    return title


def planned(minutes: int | None) -> int | None:
    """The planned minutes; 0 means none planned. Raises Refused: minutes_out_of_range, below 0 or above 600."""
    if not minutes:
        return None
    if not 0 < minutes <= LONGEST_MINUTES:
        raise Refused("minutes_out_of_range", minutes=minutes, most=LONGEST_MINUTES)
    return minutes


def known_outcome(outcome: str) -> str:
    """The outcome, if it is one. Raises Refused: outcome_unknown."""
    if outcome not in OUTCOMES:
        raise Refused("outcome_unknown", outcome=outcome, known=", ".join(OUTCOMES))
    return outcome


def move_on(items: Sequence[Standing]) -> Step:
    """What the key for the next item does now.

    The first press begins the first item; another ends the running one and begins the next that has not begun and is
    not postponed: after the running one, or else, an item that was slipped in further up. At the end of the agenda it
    ends the last. Raises Refused: agenda_empty, agenda_finished.
    """
    if not items:
        raise Refused("agenda_empty")
    now = next((place for place, item in enumerate(items) if item.running), -1)
    waiting = [*items[now + 1 :], *items[: max(now, 0)]]
    begins = next((item.id for item in waiting if not item.started and item.outcome != "postponed"), None)
    if now < 0 and begins is None:
        raise Refused("agenda_finished")
    return Step(items[now].id if now >= 0 else None, begins)


def may_begin(item: Standing) -> None:
    """Whether an item may be taken out of turn. Raises Refused: item_already_running, item_already_ended."""
    if item.running:
        raise Refused("item_already_running")
    if item.ended:
        raise Refused("item_already_ended")


def may_be_removed(item: Standing) -> None:
    """What was spoken about stays on the record. Raises Refused: item_already_begun."""
    if item.started:
        raise Refused("item_already_begun")


def may_speak(*, running: bool, present: bool) -> None:
    """Whether somebody can be given the floor. Raises Refused: no_item_running, not_present."""
    if not running:
        raise Refused("no_item_running")
    if not present:
        raise Refused("not_present")


def way_of_speaking(stays: Sequence[tuple[str, bool]]) -> str | None:
    """By which way somebody speaks, from her stays in the order of arrival as (way, whether it has ended).

    Who is in the room speaks in the room, whatever telephone is connected beside her; otherwise the newest stay that
    has not ended, otherwise the newest. None for somebody who was never there.
    """
    here = [way for way, ended in stays if not ended]
    if "room" in here:
        return "room"
    if here:
        return here[-1]
    return stays[-1][0] if stays else None
