"""Which district a row belongs to: of its own, or by the sitting, the resident, the minutes that it is about.

Said once, for every journalled table, and used on both sides: the journal writes the district beside each entry, and
the shared database (`db/sync/sql/3_belonging.sql` reads what `sql_for` writes) lets each district read and write by
what it holds itself. A test walks every noun, so that none is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Own:
    """The row names its district in this field."""

    field: str = "district_id"


@dataclass(frozen=True)
class Through:
    """The row is about another one, named in this field, or about several of a list, and belongs where they do."""

    field: str
    noun: str
    several: bool = False


@dataclass(frozen=True)
class ThroughAny:
    """The row names another one and its noun: what was decided on a conflict, say."""

    field: str = "row_id"
    noun_field: str = "noun"


Way = Own | Through | ThroughAny
_BY_SITTING: tuple[Way, ...] = (Through("sitting_id", "sitting"),)
_BY_MINUTES: tuple[Way, ...] = (Through("minutes_id", "minutes"),)

# What the whole city has: every laptop reads it. Who may write over it is told below, as for all the others.
EVERYBODYS = frozenset({"district", "experience", "neighbourhood", "organisation", "questionnaire"})
# Of these, what is told of no district is every laptop's to write as well: a club without a quarter.
ANYBODY_WRITES = frozenset({"experience", "organisation", "questionnaire"})
# Every laptop founds these by itself under the same name; that gives it no right over those of another district.
FOUNDED_BY_ALL = frozenset({"district", "neighbourhood"})

BELONGS: Mapping[str, tuple[Way, ...]] = {
    "alias": (Through("resident_id", "resident"),),
    "call": _BY_SITTING,
    "chat_line": _BY_SITTING,
    "commitment": _BY_SITTING,
    "council": (Own(),),
    # A list for a department may be of the evenings of several districts.
    "dispatch": (Through("issue_ids", "issue", several=True),),
    "district": (Own("id"),),
    "erasure": (Through("resident_id", "resident"),),
    "experience": (Through("sitting_id", "sitting"), Through("neighbourhood_id", "neighbourhood")),
    "handout": _BY_SITTING,
    "invitation": _BY_SITTING,
    "issue": _BY_SITTING,
    "item": _BY_SITTING,
    "kept_apart": (Through("first_id", "resident"), Through("second_id", "resident")),
    "match": _BY_SITTING,
    "merge": (Through("kept_id", "resident"), Through("absorbed_id", "resident")),
    "minutes": _BY_SITTING,
    "minutes_paper": _BY_MINUTES,
    "minutes_signature": _BY_MINUTES,
    "neighbourhood": (Own(),),
    "organisation": (Through("neighbourhood_id", "neighbourhood"),),
    "participant": _BY_SITTING,
    "poll_answer": _BY_SITTING,
    "presence": _BY_SITTING,
    "questionnaire": (),
    "registrant": _BY_SITTING,
    "reply": (
        Through("sitting_id", "sitting"),
        Through("neighbourhood_id", "neighbourhood"),
        Through("resident_id", "resident"),
    ),
    "resident": (Own(),),
    "settlement": (ThroughAny(),),
    "sitting": (Own(),),
    "transcript_line": _BY_SITTING,
    "turn": _BY_SITTING,
}


class Rows(Protocol):
    """Where the walk finds the rows it passes: a field of a row, None when there is no such row."""

    def field(self, noun: str, row_id: str, field: str) -> Any: ...


def districts_of(rows: Rows, noun: str, row_id: str) -> frozenset[str]:
    """The districts that a row belongs to: one as a rule, several where it joins rows of several, none if unknown."""
    return frozenset(_walk(rows, noun, row_id, 4))


def _walk(rows: Rows, noun: str, row_id: str, left: int) -> Iterator[str]:
    for way in BELONGS.get(noun, ()) if left else ():
        told = row_id if way == Own("id") else rows.field(noun, row_id, way.field)
        if isinstance(way, Own):
            yield from [told] if told else []
            continue
        other = way.noun if isinstance(way, Through) else rows.field(noun, row_id, way.noun_field)
        for one in told if isinstance(told, list) else [told]:
            if one and other:
                yield from _walk(rows, str(other), str(one), left - 1)


def hops() -> Iterator[tuple[str, str, str]]:
    """Every field by which a row is put among those of another: noun, field, the other's noun. To name a quarter is
    not that: somebody of another district came to this door."""
    for noun, ways in sorted(BELONGS.items()):
        for way in ways if noun not in EVERYBODYS else ():
            if isinstance(way, Through) and way.noun not in FOUNDED_BY_ALL:
                yield noun, way.field, way.noun


def own_field(noun: str) -> str | None:
    """The field in which a row names its own district; None where it belongs along others, or to everybody."""
    if noun in EVERYBODYS:
        return None
    return next((way.field for way in BELONGS[noun] if isinstance(way, Own)), None)


def sql_for(noun: str, row: str = "t") -> str:
    """The same walk as an expression of PostgreSQL: the districts of the row `row`, an array, empty if unknown.

    Where the rows do not tell, what the entry that made the row said of itself counts, but for what is everybody's.
    """
    if noun in EVERYBODYS:
        return f"array_remove({_sql(noun, row)}, NULL)"
    return f"coalesce(nullif(array_remove({_sql(noun, row)}, NULL), '{{}}'), {_as_made(noun, row)}, '{{}}')"


def _sql(noun: str, row: str) -> str:
    parts = [_sql_of(way, row) for way in BELONGS[noun]]
    return " || ".join(parts) or "'{}'::text[]"


def _sql_of(way: Way, row: str) -> str:
    if isinstance(way, Own):
        return f"ARRAY[{row}.{way.field}::text]"
    if isinstance(way, ThroughAny):
        return f"app.districts_of({row}.city_id, {row}.{way.noun_field}, {row}.{way.field})"
    if way.several:
        return (
            f"ARRAY(SELECT unnest(app.districts_of({row}.city_id, '{way.noun}', told.one)) "  # noqa: S608 - our words
            f"FROM app.named(json_build_object('list', {row}.{way.field}), 'list') told (one))"
        )
    above = f"{row}_{way.field}"
    inner = sql_for(way.noun, above) if way.noun == "resident" else _sql(way.noun, above)
    return (
        f"coalesce((SELECT {inner} FROM app.{way.noun} {above} "  # noqa: S608 - our own words
        f"WHERE {above}.city_id = {row}.city_id AND {above}.id = {row}.{way.field}), '{{}}')"
    )


def _as_made(noun: str, row: str) -> str:
    return (
        f"(SELECT ARRAY[made.district_id::text] FROM app.entry made WHERE made.noun = '{noun}' "  # noqa: S608 - our words
        f"AND made.row_id = {row}.id AND made.city_id = {row}.city_id AND made.base::text = '{{}}' "
        f"AND made.desk_id = substr({row}.clocks ->> '*', 23) AND made.district_id IS NOT NULL LIMIT 1)"
    )
