"""Rules of the minutes: when they may be drafted, how they are numbered, and what to look at before they are final."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from db.errors import Refused
from db.minutes.facts import Item, MinutesFacts

# Who signs, in order, until somebody chooses otherwise.
SIGNATORIES = ("facilitator", "secretary", "neighbour", "neighbour")

# Everybody who may, and how many places there are room for on the last page.
ROLES = ("facilitator", "secretary", "head", "neighbour")
MOST_SIGNATORIES = 8

# How much a check matters: wrong contradicts the record, look wants a decision, note is only said.
WRONG, LOOK, NOTE = "wrong", "look", "note"


@dataclass(frozen=True)
class Check:
    """Something to look at before the minutes are final: a code, how many, and which ones by name."""

    code: str
    weight: str
    count: int = 1
    names: tuple[str, ...] = field(default=())


def may_draft(sitting_state: str, editions: Iterable[str]) -> None:
    """Minutes can be drafted from the moment a sitting is open, and no more once a version of them is final or signed.

    `editions` are the states of the versions there are. Raises Refused: minutes_too_early, minutes_final,
    minutes_signed.
    """
    if sitting_state == "planned":
        raise Refused("minutes_too_early")
    states = set(editions)
    if sitting_state == "signed" or "signed" in states:
        raise Refused("minutes_signed")
    if "final" in states:
        raise Refused("minutes_final")


def may_take_back(minutes_id: str, versions: Sequence[tuple[str, str]]) -> None:
    """An edited file comes back to the newest version, and only while that is a draft.

    `versions` are the identifiers and states of the sitting's versions in their order. Raises Refused: minutes_signed,
    minutes_final, minutes_not_the_newest.
    """
    states = {state for _, state in versions}
    if "signed" in states:
        raise Refused("minutes_signed")
    if not versions or versions[-1][0] != minutes_id:
        raise Refused("minutes_not_the_newest")
    if versions[-1][1] != "draft":
        raise Refused("minutes_final")


def may_choose_signatories(roles: Sequence[str], *, state: str) -> None:
    """Places to sign are chosen while the version (`state`) is a draft; afterwards they are in the PDF.

    Raises Refused: minutes_final, minutes_signed, signatories_none, signatories_many, signatory_unknown.
    """
    if state == "signed":
        raise Refused("minutes_signed")
    if state == "final":
        raise Refused("minutes_final")
    if not roles:
        raise Refused("signatories_none")
    if len(roles) > MOST_SIGNATORIES:
        raise Refused("signatories_many", most=MOST_SIGNATORIES)
    for role in roles:
        if role not in ROLES:
            raise Refused("signatory_unknown", role=role, roles=", ".join(ROLES))


def next_number(taken: Iterable[int]) -> int:
    """The next number of a council in a year: one more than the highest that was given, so that none is given twice."""
    return max(taken, default=0) + 1


def begun_at(*, opened_at: datetime | None, starts_at: datetime, items: Sequence[datetime | None]) -> datetime | None:
    """When a sitting began, all three as moments with a zone; None while it has not.

    Whoever opens it before the hour it was called for lets people in at the door, and nobody sits yet: it begins with
    the first item. Opened late it began then. `items` are the moments at which each item was begun, or None.
    """
    first = min((moment for moment in items if moment is not None), default=None)
    if opened_at is None or first is None or opened_at >= starts_at:
        return opened_at
    return max(opened_at, first)


def checks(facts: MinutesFacts) -> tuple[Check, ...]:
    """What a person should look at in a draft, the gravest first."""
    figures = facts.figures
    closes = figures.in_room + figures.online - figures.both == figures.people == len(facts.people)
    # Somebody without any name was erased, or is on another laptop: nobody can complete it here.
    nameless = sum(bool(one.family_name) != bool(one.given_names or one.chosen_name) for one in facts.people)
    found = [
        Check("figures_contradict", WRONG, int(not closes)),
        Check("still_open", WRONG, int(facts.heading.closed_at is None)),
        Check("unresolved", LOOK, figures.unresolved),
        Check("names_missing", LOOK, nameless),
        _undecided(facts.items),
        _untreated(facts.items),
        Check("commitments_without_responsible", LOOK, sum(one.responsible is None for one in facts.commitments)),
        Check("commitments_without_date", LOOK, sum(one.due_on is None for one in facts.commitments)),
        Check("issues_without_person", NOTE, sum(one.raised_by is None for one in facts.issues)),
        Check("issues_without_department", NOTE, sum(not one.department for one in facts.issues)),
        Check("corrected", NOTE, facts.corrected),
        Check("unnamed", NOTE, figures.unnamed),
        Check("age_missing", NOTE, sum(band.people for band in figures.by_age if band.code == "unknown")),
        Check("gender_missing", NOTE, sum(band.people for band in figures.by_gender if band.code == "unknown")),
    ]
    return tuple(check for check in found if check.count)


def _undecided(items: Sequence[Item]) -> Check:
    """Points that were on the table and of which nobody wrote down how they ended."""
    titles = tuple(item.title for item in items if item.started_at and item.outcome == "none")
    return Check("items_undecided", LOOK, len(titles), titles)


def _untreated(items: Sequence[Item]) -> Check:
    """Points nobody came to, and nobody postponed either."""
    titles = tuple(item.title for item in items if not item.started_at and item.outcome == "none")
    return Check("items_untreated", LOOK, len(titles), titles)
