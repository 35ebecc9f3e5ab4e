"""Where free text names a person: found by her names and numbers, those of before a correction too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, func, literal_column, select, type_coerce
from sqlalchemy.orm import Session

from db.journal import Entry
from db.rights.hers import Hers, hers, kind_of
from db.rights.rules import Signs, look, signs_of
from db.rights.where import FREE_TEXT, HERS, NOT_BLOTTED, SAME_VALUE


@dataclass(frozen=True)
class Mention:
    """A text that may name her. `earlier`: not what the row says now, but what it once said.

    `sure` when it is surely she; `can_be_blotted` when her name can be taken out of it here. `sitting_id` is the
    evening the text belongs to, where it belongs to one.
    """

    noun: str
    row_id: str
    field: str
    snippet: str
    sure: bool
    earlier: bool
    can_be_blotted: bool
    sitting_id: str | None

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.noun, self.row_id, self.field)


def mentions(session: Session, *, resident_id: str) -> tuple[Mention, ...]:
    """The texts that name her outside of her own rows, the sure ones first. Raises Refused: resident_unknown."""
    found = hers(session, resident_id)
    signs = signs_for(session, found)
    return tuple(sorted(find(session, found, signs), key=lambda one: (not one.sure, one.earlier, *one.key)))


def signs_for(session: Session, found: Hers) -> Signs:
    """By what she is recognised: all that her rows say of her, and what they said before."""
    told: list[dict[str, Any]] = [{name: getattr(one, name) for name in HERS["resident"]} for one in found.residents]
    told += session.scalars(select(Entry.fields).where(Entry.noun == "resident", Entry.row_id.in_(found.ids)))
    given = {one[name] for one in told for name in ("given_names", "chosen_name") if one.get(name)}
    family = {one["family_name"] for one in told if one.get("family_name")}
    return signs_of(
        names=sorted((first, last) for first in given or {""} for last in family),
        numbers=sorted({one[name] for one in told for name in ("document", "phone") if one.get(name)}),
        addresses=sorted(
            {one["email"] for one in told if one.get("email")}
            | {f"{street} {at}" for one in told if (street := one.get("street")) and (at := one.get("street_number"))}
        ),
    )  # fmt: skip


def find(session: Session, found: Hers, signs: Signs) -> Iterator[Mention]:
    """The texts in which a sign of hers stands, noun by noun, without those that are emptied anyway."""
    if not signs.patterns:
        return
    yield from _same_values(session, found)
    emptied = emptied_rows(found)
    for noun, fields in FREE_TEXT.items():
        for field in fields:
            now: set[str] = set()
            for row_id, sitting_id, text in _texts_now(session, kind_of(noun), field):
                seen = None if (noun, row_id) in emptied and field in HERS[noun] else look(text, signs)
                if seen:
                    now.add(row_id)
                    yield Mention(noun, row_id, field, seen.snippet, seen.sure, False,
                                  (noun, field) not in NOT_BLOTTED, sitting_id)  # fmt: skip
            for row_id, text in _texts_before(session, noun, field):
                if row_id in now or ((noun, row_id) in emptied and field in HERS[noun]):
                    continue
                if seen := look(text, signs):
                    now.add(row_id)
                    yield Mention(noun, row_id, field, seen.snippet, seen.sure, True, True, None)


def _same_values(session: Session, found: Hers) -> Iterator[Mention]:
    """Others with her telephone or e-mail: data of theirs, too, and for them to say."""
    for noun, fields in SAME_VALUE.items():
        kind = kind_of(noun)
        for field in fields:
            column = getattr(kind, field)
            values = {value for one in found.residents if (value := getattr(one, field))}
            for row_id, value in session.execute(
                select(kind.id, column).where(column.in_(values), kind.id.not_in(found.ids), kind.removed_at.is_(None))
            ):
                yield Mention(noun, row_id, field, value, True, False, False, None)


def emptied_rows(found: Hers) -> set[tuple[str, str]]:
    """The rows that an erasure empties by itself, as noun and identifier."""
    alone = {line for match in found.matches if found.is_hers_alone(match) for line in match.participant_ids}
    return {
        *(("resident", one) for one in found.ids),
        *(("alias", one.id) for one in found.aliases),
        *(("participant", line) for line in alone),
        *((one.__tablename__, one.id) for one in found.handed_out.rows),
    }


def _texts_now(session: Session, kind: Any, field: str) -> Iterator[tuple[str, str | None, str]]:
    column = getattr(kind, field)
    sitting = kind.sitting_id if hasattr(kind, "sitting_id") else literal_column("NULL")
    query = select(kind.id, sitting, column).where(column.is_not(None), column != "")
    yield from session.execute(query, execution_options={"yield_per": 2000})


def _texts_before(session: Session, noun: str, field: str) -> Iterator[tuple[str, str]]:
    text = func.json_extract(type_coerce(Entry.fields, Text), f"$.{field}")
    query = select(Entry.row_id, text).where(Entry.noun == noun, text.is_not(None), text != "")
    yield from session.execute(query, execution_options={"yield_per": 2000})
