"""Which decisions can be taken back, the last one last: read from the journal, so that undoing survives a restart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.desks import Desk
from db.journal import Entry
from db.matching.outcomes import Before
from db.matching.tables import Match
from db.residents.tables import Resident

_FROM_A_LIST = "matching.confirm_whole_names"
_DECIDES = frozenset(
    f"matching.{verb}" for verb in ("confirm", "several", "new_person", "not_a_neighbour", "leave_unnamed")
) | {_FROM_A_LIST}
_REJECTS, _TAKES_BACK, _UNDOES = "matching.reject", "matching.take_back", "matching.put_back"
# A fuller report takes a decision on to another key: there it is the first thing to undo.
_PASSES_ON = frozenset(f"matching.{verb}" for verb in ("import_report", "import_live", "take_out_report"))
_FACTS = ("verdict", "resident_ids", "rejected_ids", "enrolled_id", "decided_by", "remembered", "reasons")


@dataclass
class _Story:
    """One group as its entries tell it so far: what is decided, and the acts that stand, each with what was before."""

    match_id: str
    told: dict[str, Any] = field(default_factory=dict)
    settled: dict[str, Any] = field(default_factory=dict)
    acts: list[tuple[int, Before]] = field(default_factory=list)

    def hear(self, entry: Entry) -> None:
        """One more entry. An act writes some; the one that tells its end is the act."""
        self.told |= {name: entry.fields[name] for name in _FACTS if name in entry.fields}
        if _ends_an_act(entry):
            before = _before(self.match_id, self.settled)
            self.acts.append((entry.desk_seq, replace(before, listed=_list_of(entry, self.told))))
        elif entry.verb == _UNDOES and self.acts and _decided(self.told) == _decided_before(self.acts[-1][1]):
            self.acts.pop()
        elif entry.verb in _DECIDES and not ("enrolled_id" in entry.fields and self.told.get("decided_by")):
            # On the way to a decision the one before it is let go of first; whom it wrote on the roll comes last.
            return
        self.settled = dict(self.told)


def undoable(session: Session, *, sitting_id: str) -> tuple[Before, ...]:
    """What this desk decided at a sitting and has not taken back, the last act last: each as `put_back` takes it.

    What another laptop decided since of the same group is left alone: then there is nothing to put back here.
    """
    desk_id = session.scalar(select(Desk.desk_id))
    matches = {
        one.id: one
        for one in session.scalars(select(Match).where(Match.sitting_id == sitting_id, Match.removed_at.is_(None)))
    }
    stories = {one: _Story(one) for one in matches}
    entries = session.scalars(
        select(Entry)
        .where(Entry.noun == "match", Entry.desk_id == desk_id, Entry.row_id.in_(_sitting_rows(sitting_id)))
        .order_by(Entry.desk_seq)
    )
    for entry in entries:
        if entry.row_id in stories:
            stories[entry.row_id].hear(entry)
    standing = sorted(_standing(stories.values(), matches), key=lambda act: act[0])
    return _after_erasures(session, tuple(before for _, before in standing))


def last_act(acts: Sequence[Before]) -> tuple[Before, ...]:
    """Of what can be taken back what goes with the next undoing: the last decision, or all that were confirmed with it
    from one list.
    """
    last = acts[-1:]
    if not last or not last[0].listed:
        return tuple(last)
    together = tuple(takewhile(lambda one: one.listed == last[0].listed, reversed(acts)))
    return together[::-1]


def _list_of(entry: Entry, told: Mapping[str, Any]) -> str:
    if entry.verb != _FROM_A_LIST:
        return ""
    return next((str(why["act"]) for why in reversed(told.get("reasons") or ()) if why.get("code") == "listed"), "")


def _after_erasures(session: Session, acts: tuple[Before, ...]) -> tuple[Before, ...]:
    """Of each group only what was decided since anybody it had been was erased: nothing brings her back."""
    named = {one for act in acts for one in act.resident_ids if act.decided}
    erased = set(session.scalars(select(Resident.id).where(Resident.id.in_(named), Resident.erased_at.is_not(None))))
    last = {act.match_id: at for at, act in enumerate(acts) if act.decided and erased.intersection(act.resident_ids)}
    return tuple(act for at, act in enumerate(acts) if at > last.get(act.match_id, -1))


def _sitting_rows(sitting_id: str) -> Any:
    return select(Match.id).where(Match.sitting_id == sitting_id)


def _standing(stories: Iterable[_Story], matches: dict[str, Match]) -> Iterable[tuple[int, Before]]:
    for story in stories:
        match = matches[story.match_id]
        if (match.decided_by, match.rejected_ids) == (story.told.get("decided_by"), story.told.get("rejected_ids", [])):
            yield from story.acts


def _ends_an_act(entry: Entry) -> bool:
    if entry.verb in _DECIDES:
        return bool(entry.fields.get("decided_by"))
    if entry.verb in _PASSES_ON:
        return bool(entry.fields.get("decided_by") or entry.fields.get("rejected_ids"))
    if entry.verb == _REJECTS:
        return bool(entry.fields.get("rejected_ids"))
    return entry.verb == _TAKES_BACK and ("decided_by" in entry.fields or "rejected_ids" in entry.fields)


def _before(match_id: str, told: dict[str, Any]) -> Before:
    return Before(
        match_id=match_id,
        verdict=told.get("verdict") or "unknown",
        resident_ids=tuple(told.get("resident_ids") or ()),
        rejected_ids=tuple(told.get("rejected_ids") or ()),
        enrolled_id=told.get("enrolled_id"),
        decided=bool(told.get("decided_by")),
    )


def _decided(told: dict[str, Any]) -> tuple[Any, ...]:
    return _decided_before(_before("", told))


def _decided_before(before: Before) -> tuple[Any, ...]:
    """What an act leaves behind: of a group that nobody has decided only whom it is not."""
    if not before.decided:
        return (False, before.rejected_ids)
    return (True, before.rejected_ids, before.verdict, before.resident_ids)
