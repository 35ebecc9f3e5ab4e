"""Holds the lines of a roll against the record, before anything is written: a verdict for each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.folding import fold
from db.organisations.tables import Organisation
from db.places.tables import District, Neighbourhood
from db.residents.persons import speaking_for
from db.residents.roll_cleaning import CleanLine, clean_lines
from db.residents.roll_file import RollLine
from db.residents.roll_rules import CHANGED, DOUBTFUL, ERROR, KINDS, NEW, Known, Verdict, judge, name_key
from db.residents.search_index import namesakes
from db.residents.tables import Resident

FIELDS = (
    "family_name", "given_names", "chosen_name", "document", "birth_date", "age_band", "gender", "phone", "email",
    "street", "street_number", "neighbourhood_id", "district_id", "organisation_id", "organisation_role", "note",
)  # fmt: skip
_COLUMNS = (Resident.id, *(getattr(Resident, name) for name in FIELDS))
_AT_ONCE = 500
# What a line may be held against that is not on the record yet: marks before an identifier that is none.
_LINE, _TO_COME = "line ", "new "


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that the file says otherwise; places and organisations by name."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Candidate:
    """Whom a line is, or may be; `resident_id` is empty when it is another line of the same file (`line`)."""

    resident_id: str
    name: str
    document: str | None
    birth_date: date | None
    phone: str | None
    line: int = 0


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """The verdict on one line: see `roll_rules.KINDS`. `left_out` are pairs of a code and what the cell says."""

    number: int
    kind: str
    name: str
    code: str | None = None
    field: str | None = None
    told: str = ""
    changes: tuple[FieldChange, ...] = ()
    people: tuple[Candidate, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Preview:
    """What a file would do to the roll. Portions of it add up."""

    rows: tuple[JudgedRow, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many lines there are of each of KINDS, 0 where there is none."""
        counted = dict.fromkeys(KINDS, 0)
        for row in self.rows:
            counted[row.kind] += 1
        return counted

    def __add__(self, other: Preview) -> Preview:
        return Preview(self.rows + other.rows)


@dataclass
class Seen:
    """What a file has said so far, carried from portion to portion: a later line may be about the same person."""

    people: dict[str, Known] = field(default_factory=dict)
    by_document: dict[str, list[str]] = field(default_factory=dict)
    by_name: dict[str, list[str]] = field(default_factory=dict)
    organisations: dict[str, str] = field(default_factory=dict)

    def note(self, one: Known, key: str) -> None:
        """Keeps a person as the lines so far make her; `key` is her name (`name_key`)."""
        self.people[one.key] = one
        if one.row["document"]:
            _append(self.by_document, one.row["document"], one.key)
        _append(self.by_name, key, one.key)


def judge_rows(
    session: Session,
    *,
    lines: Sequence[RollLine | CleanLine],
    phone_prefix: str,
    today: date,
    seen: Seen | None = None,
    district_id: str | None = None,
) -> Preview:
    """The verdict on each line, reading only. Asked in portions, `seen` is handed on from one to the next.

    `district_id` is the desk's own: where two districts have a quarter of one name, its is meant.
    """
    cleaned = cleaned_lines(lines, phone_prefix=phone_prefix, today=today)
    held = Held(session, cleaned, Seen() if seen is None else seen, district_id=district_id)
    return Preview(tuple(_judged(held, line) for line in cleaned))


def cleaned_lines(
    lines: Sequence[RollLine | CleanLine], *, phone_prefix: str, today: date
) -> tuple[CleanLine, ...]:  # fmt: skip
    """The lines as `clean_lines` answers them; those that a worker has cleaned already stay as they are."""
    return tuple(
        line if isinstance(line, CleanLine) else clean_lines([line], phone_prefix=phone_prefix, today=today)[0]
        for line in lines
    )


def _judged(held: Held, line: CleanLine) -> JudgedRow:
    if line.code:
        return JudgedRow(line.number, ERROR, line.name, line.code, line.column, line.told)
    fields, left_out = held.settled(line)
    verdict = judge(fields, held.like(line, fields))
    held.follow(line, fields, verdict)
    return JudgedRow(
        line.number,
        verdict.kind,
        line.name,
        verdict.code,
        changes=tuple(held.changes(verdict)) if verdict.kind == CHANGED else (),
        people=tuple(map(_candidate, verdict.people)),
        left_out=left_out,
    )


def _candidate(one: Known) -> Candidate:
    row = one.row
    name = f"{row['given_names']} {row['family_name']}"
    resident_id = "" if one.line else one.key
    return Candidate(resident_id, name, row["document"], row["birth_date"], row["phone"], one.line)


class Held:
    """The people of the roll whom the lines of one portion may mean, and the places that they name."""

    def __init__(
        self, session: Session, cleaned: Sequence[CleanLine], seen: Seen, *, district_id: str | None = None
    ) -> None:
        self._session, self._seen = session, seen
        self._people: dict[str, Known] = {}
        self._by_document: dict[str, list[str]] = {}
        self._by_name: dict[str, list[str]] = {}
        self._quarters, self._districts = _places(session, district_id)
        self._names = dict[str, str]()
        for organisation_id, name, folded in session.execute(
            select(Organisation.id, Organisation.name, Organisation.folded)
            .where(Organisation.removed_at.is_(None))
            .order_by(Organisation.id.desc())
        ):
            self._names[organisation_id] = name
            seen.organisations[folded] = organisation_id
        for table in (Neighbourhood, District):
            self._names.update(session.execute(select(table.id, table.name)).all())
        self._find([line for line in cleaned if not line.code])

    def person(self, resident_id: str) -> Known | None:
        """Somebody of the roll by her identifier, as the lines so far have left her."""
        if resident_id not in self._seen.people and resident_id not in self._people:
            self._keep([resident_id])
        return self._seen.people.get(resident_id) or self._people.get(resident_id)

    def like(self, line: CleanLine, fields: Mapping[str, Any]) -> list[Known]:
        """Whoever has the document or the name of a line."""
        document, name = fields.get("document") or "", line.key
        keys = {
            *self._by_document.get(document, ()), *self._seen.by_document.get(document, ()),
            *self._by_name.get(name, ()), *self._seen.by_name.get(name, ()),
        }  # fmt: skip
        return [self._seen.people.get(key) or self._people[key] for key in sorted(keys)] if keys else []

    def settled(self, line: CleanLine) -> tuple[dict[str, Any], tuple[tuple[str, str], ...]]:
        """The fields of a line with its places and organisation as the record knows them, and what it does not know."""
        fields, placed = dict(line.fields), line.placed
        if not placed:
            return fields, ()
        left_out = []
        if district := placed.get("district"):
            if known := self._districts.get(fold(district)):
                fields["district_id"] = known
            else:
                left_out.append(("district_unknown_left_out", district))
        if quarter := placed.get("neighbourhood"):
            choice = self._quarters.get(fold(quarter), {})
            if choice:
                wanted = fields.get("district_id")
                fields["district_id"] = wanted if wanted in choice else next(iter(choice))
                fields["neighbourhood_id"] = choice[fields["district_id"]]
            else:
                left_out.append(("neighbourhood_unknown", quarter))
        if told := placed.get("organisation"):
            name = " ".join(told.split())
            key = self._seen.organisations.setdefault(fold(name), _TO_COME + name)
            self._names.setdefault(key, name)
            fields["organisation_id"] = key
        return fields, tuple(left_out)

    def follow(self, line: CleanLine, fields: Mapping[str, Any], verdict: Verdict) -> None:
        """Takes note of what a line makes of the roll, for the lines after it."""
        if verdict.kind == NEW:
            row = {**dict.fromkeys(FIELDS), **fields}
            self._seen.note(Known(f"{_LINE}{line.number}", row, line=line.number), line.key)
        elif verdict.kind == CHANGED:
            (one,) = verdict.people
            row = {**one.row, **verdict.changes}
            self._seen.note(Known(one.key, row, one.others, one.line), name_key(row))

    def changes(self, verdict: Verdict) -> Iterator[FieldChange]:
        """The changes of a verdict in the words of a person."""
        row = verdict.people[0].row
        for name, after in verdict.changes.items():
            if name == "district_id" and "neighbourhood_id" in verdict.changes:
                continue  # a quarter tells its district
            shown = name.removesuffix("_id")
            yield FieldChange(shown, self._worded(name, row[name]), self._worded(name, after))

    def _worded(self, name: str, value: Any) -> Any:
        return self._names.get(value, value) if name.endswith("_id") and value else value

    def _find(self, told: Sequence[CleanLine]) -> None:
        documents = sorted({line.fields["document"] for line in told if line.fields.get("document")})
        ids = set[str]().union(*namesakes(self._session, {line.key for line in told}).values())
        for some in _chunks(documents):
            wanted = select(Resident.id).where(Resident.document.in_(some), Resident.removed_at.is_(None))
            ids.update(self._session.scalars(wanted))
        self._keep(ids)

    def _keep(self, ids: Iterable[str]) -> None:
        """Reads people with all their rows: who was merged is found by any of them, and is the one that speaks."""
        speaks = speaking_for(self._session)
        together: dict[str, list[str]] = {}
        for one, person in speaks.items():
            together.setdefault(person, []).append(one)
        people = {speaks.get(one, one) for one in ids} - self._people.keys()
        wanted = {row for person in people for row in (person, *together.get(person, ()))}
        rows: dict[str, dict[str, Any]] = {}
        for some in _chunks(sorted(wanted)):
            found = self._session.execute(
                select(*_COLUMNS).where(
                    Resident.id.in_(some), Resident.removed_at.is_(None), Resident.erased_at.is_(None)
                )
            )
            rows.update((row[0], dict(zip(FIELDS, row[1:], strict=True))) for row in found)
        for person in people:
            if person not in rows:
                continue
            others = [rows[one] for one in sorted(together.get(person, ())) if one != person and one in rows]
            self._people[person] = Known(person, rows[person], tuple(others))
            for row in (rows[person], *others):
                if row["document"]:
                    _append(self._by_document, row["document"], person)
                _append(self._by_name, name_key(row), person)


def _places(session: Session, mine: str | None) -> tuple[dict[str, dict[str, str]], dict[str, str]]:
    """Quarters by folded name, in each district that has one (the desk's own first), and districts by name and code."""
    districts: dict[str, str] = {}
    for district_id, name, code in session.execute(
        select(District.id, District.name, District.code).where(District.removed_at.is_(None))
    ):
        districts[fold(code)] = districts[fold(name)] = districts[fold(f"distrito {name}")] = district_id
    quarters: dict[str, dict[str, str]] = {}
    rows = session.execute(
        select(Neighbourhood.district_id, Neighbourhood.id, Neighbourhood.folded).where(
            Neighbourhood.removed_at.is_(None)
        )
    )
    for district_id, quarter_id, folded in sorted(rows, key=lambda row: (row[0] != mine, row[1])):
        quarters.setdefault(folded, {}).setdefault(district_id, quarter_id)
    return quarters, districts


def _append(index: dict[str, list[str]], word: str, key: str) -> None:
    keys = index.setdefault(word, [])
    if key not in keys:
        keys.append(key)


def _chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(ids), _AT_ONCE):
        yield ids[at : at + _AT_ONCE]


def is_to_come(organisation_id: str) -> str | None:
    """The name of an organisation that only the file knows so far; None for one of the record."""
    return organisation_id.removeprefix(_TO_COME) if organisation_id.startswith(_TO_COME) else None


__all__ = [
    "DOUBTFUL", "FIELDS", "Candidate", "FieldChange", "Held", "JudgedRow", "Preview", "Seen", "cleaned_lines",
    "is_to_come", "judge_rows",
]  # fmt: skip
