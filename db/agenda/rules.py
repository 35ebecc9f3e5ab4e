"""What may happen on the agenda, and who may speak. Pure: values in, a verdict out or Refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

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
        """Whether it is on the table now."""
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


@dataclass(frozen=True)
class Span:
    """When something was on the table; within it, for `seconds_apart` something else was."""

    started_at: datetime | None
    ended_at: datetime | None
    seconds_apart: int = 0


def on_the_table(one: Span, other: Span) -> Span:
    """The span of two items that become one: from the first beginning to the last end, without what lay between.

    One that has not begun adds nothing; if one of them runs, so does the whole.
    """
    begun = sorted((span for span in (one, other) if span.started_at), key=lambda span: span.started_at or _NEVER)
    if len(begun) < 2:
        return begun[0] if begun else Span(None, None)
    first, second = begun
    assert first.started_at is not None  # noqa: S101 - only what has begun is looked at
    assert second.started_at is not None  # noqa: S101
    ends = [span.ended_at for span in begun]
    ended = None if None in ends else max(end for end in ends if end is not None)
    between = max(0, round((second.started_at - first.ended_at).total_seconds())) if first.ended_at else 0
    return Span(first.started_at, ended, first.seconds_apart + second.seconds_apart + between)


@dataclass(frozen=True)
class Waits:
    """An item as the forecast sees it: planned seconds (None: not said), seconds on the table so far, whether it runs
    or still waits."""

    planned: int | None
    so_far: int
    running: bool
    waiting: bool


@dataclass(frozen=True)
class Forecast:
    """How the evening stands: seconds still to come, when it ends at that, and how many items nobody gave minutes.

    `late` are the seconds after the planned end (negative: before it); None when no end was planned.
    """

    remaining: int
    ends_at: datetime
    untimed: int
    late: int | None


def forecast(items: Sequence[Waits], *, now: datetime, planned_end: datetime | None) -> Forecast:
    """When the evening ends if every item from now on takes what was planned for it.

    The running one takes at least until now; one without minutes takes none, and is counted apart.
    """
    rest = sum(max(0, (one.planned or 0) - one.so_far) for one in items if one.running or one.waiting)
    untimed = sum(one.planned is None for one in items if one.running or one.waiting)
    ends_at = now + timedelta(seconds=rest)
    late = None if planned_end is None else round((ends_at - planned_end).total_seconds())
    return Forecast(rest, ends_at, untimed, late)


_NEVER = datetime.max.replace(tzinfo=UTC)
