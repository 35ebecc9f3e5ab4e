"""Finds issues across all sittings: by letters of whatever is known of them, narrowed, counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, TextClause, and_, bindparam, func, or_, select, text
from sqlalchemy.orm import Session

from db.agenda.queries import spoken_name
from db.base import canonical
from db.engine import write_many
from db.errors import Refused
from db.folding import fold, words
from db.issues.rules import ISSUE_STATES
from db.issues.tables import Dispatch, Issue
from db.organisations.tables import Organisation
from db.places.tables import District
from db.residents.persons import Persons, persons_among, speaking_for
from db.residents.tables import Resident
from db.sittings.tables import Council, Sitting

NOBODY = "-"  # as a department: none was said
# Whether the department of an issue was told of it: moved to another one since, it is new there.
_TOLD = and_(
    Dispatch.id == Issue.dispatch_id,
    Dispatch.department_id.is_not_distinct_from(Issue.department_id),
    Dispatch.removed_at.is_(None),
)
# SQLite takes a bounded number of variables in one statement.
_AT_ONCE = 500
LONGEST = 10_000


@dataclass(frozen=True)
class Wanted:
    """What is looked for; what is empty narrows nothing.

    `department_id` may be NOBODY. `sent`: "new" (its department was not told yet) or "sent". `since` is the first
    moment and `until` the first one after: of the beginnings of sittings.
    """

    text: str = ""
    kind: str = ""
    state: str = ""
    topic: str = ""
    department_id: str = ""
    council_id: str = ""
    district_id: str = ""
    since: datetime | None = None
    until: datetime | None = None
    sent: str = ""


@dataclass(frozen=True)
class Asked:
    """One issue with where it comes from and what became of it. `raised_by` is empty for nobody in particular.

    `sent_to` and `sent_on` tell of the last list by which its department was told; empty when it was not.
    """

    id: str
    sitting_id: str
    sitting: str
    sitting_state: str
    held_at: datetime
    council: str
    district: str
    kind: str
    text: str
    raised_by_id: str | None
    raised_by: str
    way: str | None
    topic: str | None
    place: str
    point: Mapping[str, Any] | None
    department_id: str | None
    department: str
    state: str
    answer: str
    answered_by: str
    answered_on: date | None
    sent_to: str
    sent_on: date | None


@dataclass(frozen=True)
class Share:
    """How many issues a department has among those wanted, and of how many of them it was not told yet.

    `department_id` is None for those that have none.
    """

    department_id: str | None
    department: str
    issues: int
    new: int


@dataclass(frozen=True)
class Found:
    """The first issues of those wanted, the newest sitting first, and how many there are in each state.

    `states` counts what everything wanted but the state leaves: its numbers add up to `total`.
    """

    issues: tuple[Asked, ...]
    states: Mapping[str, int]

    @property
    def total(self) -> int:
        """All of them, in whichever state."""
        return sum(self.states.values())


def find_issues(
    session: Session, *, wanted: Wanted, topics: Mapping[str, str], limit: int = 200, offset: int = 0
) -> Found:
    """The issues that are wanted. Each word of the text, in any order, without accents, begins a word of the issue, its
    place, its answer, who raised it, its department, council or topic (`topics`: code to name).
    """
    conditions = _conditions(session, wanted, topics)
    counted = session.execute(
        _joined(select(Issue.state, func.count()).select_from(Issue), sent=bool(wanted.sent))
        .where(*conditions)
        .group_by(Issue.state)
    )
    states = dict.fromkeys(ISSUE_STATES, 0)
    for state, many in counted:
        states[state] = many
    if wanted.state:
        conditions.append(Issue.state == wanted.state)
    ids = (
        _joined(select(Issue.id).select_from(Issue), sent=bool(wanted.sent))
        .where(*conditions)
        .order_by(Sitting.starts_at.desc(), Issue.id.desc())
        .limit(limit)
        .offset(offset)
    )
    return Found(_read(session, list(session.scalars(ids))), states)


def shares(session: Session, *, wanted: Wanted, topics: Mapping[str, str]) -> tuple[Share, ...]:
    """Whose the wanted issues are: a line for each department, by name, and last those that have none."""
    conditions = _conditions(session, wanted, topics)
    if wanted.state:
        conditions.append(Issue.state == wanted.state)
    told = func.count(Dispatch.id)
    rows = session.execute(
        _joined(select(Issue.department_id, func.count(Issue.id), told).select_from(Issue), sent=True)
        .where(*conditions)
        .group_by(Issue.department_id)
    ).all()
    names = {row.id: row.name for row in session.execute(select(Organisation.id, Organisation.name))}
    made = [Share(one, names.get(one, ""), many, many - sent) for one, many, sent in rows]
    return tuple(sorted(made, key=lambda share: (share.department_id is None, fold(share.department))))


def department_ids(session: Session) -> tuple[tuple[str, str], ...]:
    """Id and name of every municipal department that the record knows, by name."""
    query = select(Organisation.id, Organisation.name).where(
        Organisation.kind == "department", Organisation.removed_at.is_(None)
    )
    return tuple((one, name) for one, name in session.execute(query.order_by(Organisation.folded)))


def every_issue(session: Session, *, wanted: Wanted, topics: Mapping[str, str]) -> tuple[Asked, ...]:
    """All that is wanted, the oldest sitting first, as a list that is handed out has it. Raises Refused: list_too_long.

    Between a list and the paper it is printed on stand seconds for ten thousand: more are no list that anybody reads.
    """
    found = find_issues(session, wanted=wanted, topics=topics, limit=LONGEST + 1)
    if len(found.issues) > LONGEST:
        raise Refused("list_too_long", most=LONGEST)
    return found.issues[::-1]


def issues_by_id(session: Session, *, issue_ids: tuple[str, ...]) -> tuple[Asked, ...]:
    """These issues, in the order asked for; those that are not there any more are left out."""
    return _read(session, list(issue_ids))


def name_issues(session: Session, resident_ids: Iterable[str]) -> None:
    """Finds the issues of these residents by their names, where a row of the roll came after its issue (sync)."""
    # The record's own trigger writes the words of an issue anew whenever this column is written, with whatever value.
    if ids := sorted(resident_ids):
        write_many(
            session.connection(),
            "UPDATE issue SET raised_by_id = raised_by_id WHERE raised_by_id IN (SELECT value FROM json_each(?))",
            [(canonical(ids),)],
        )


def forget_words(session: Session) -> None:
    """Takes what was erased out of the pages of the index: its rows must be erased by then."""
    session.execute(text("INSERT INTO search_issue_words (search_issue_words) VALUES ('optimize')"))


def _joined(query: Any, *, sent: bool) -> Any:
    query = query.join(Sitting, Sitting.id == Issue.sitting_id)
    # Of 100,000 issues each would be looked up, for nothing when that is not asked.
    return query.outerjoin(Dispatch, _TOLD) if sent else query


def _conditions(session: Session, wanted: Wanted, topics: Mapping[str, str]) -> list[ColumnElement[bool]]:
    made: list[ColumnElement[bool]] = [Issue.removed_at.is_(None)]
    made += [
        column == value
        for column, value in (
            (Issue.kind, wanted.kind),
            (Issue.topic, wanted.topic),
            (Sitting.council_id, wanted.council_id),
            (Sitting.district_id, wanted.district_id),
        )
        if value
    ]
    if wanted.department_id:
        named = None if wanted.department_id == NOBODY else wanted.department_id
        made.append(Issue.department_id == named if named else Issue.department_id.is_(None))
    if wanted.since is not None:
        made.append(Sitting.starts_at >= wanted.since)
    if wanted.until is not None:
        made.append(Sitting.starts_at < wanted.until)
    if wanted.sent:
        made.append(Dispatch.id.is_not(None) if wanted.sent == "sent" else Dispatch.id.is_(None))
    return made + [_says(session, word, topics) for word in words(wanted.text)]


def _says(session: Session, word: str, topics: Mapping[str, str]) -> ColumnElement[bool]:
    """Whether something that is known of an issue has a word that begins so."""
    # Not correlated: the database reads it once, and not for each of 100,000 issues.
    match: TextClause = text(
        "issue.id IN (SELECT p.issue_id FROM search_issue_words JOIN search_issue_place p"
        " ON p.place = search_issue_words.rowid WHERE search_issue_words MATCH :word)"
    )
    ways: list[ColumnElement[bool] | TextClause] = [match.bindparams(bindparam("word", f'"{word}"*', unique=True))]
    if codes := [code for code, name in topics.items() if _begins(name, word)]:
        ways.append(Issue.topic.in_(codes))
    named = session.execute(select(Organisation.id, Organisation.folded).where(Organisation.kind == "department"))
    if areas := [one for one, name in named if _begins(name, word)]:
        ways.append(Issue.department_id.in_(areas))
    if series := [one for one, name in session.execute(select(Council.id, Council.name)) if _begins(name, word)]:
        ways.append(Sitting.council_id.in_(series))
    if rows := _rows_of_joined(session, word):
        ways.append(Issue.raised_by_id.in_(rows))
    return or_(*ways)


def _begins(name: str, word: str) -> bool:
    return any(one.startswith(word) for one in words(name))


def _rows_of_joined(session: Session, word: str) -> list[str]:
    """Rows of the roll that a merge touches, and whose person has a name that begins so on any of her rows: the index
    knows of each row its own names only.
    """
    speaks = speaking_for(session)
    called = {
        speaks[one.id]
        for one in session.scalars(select(Resident).where(Resident.id.in_(speaks)))
        if _begins(f"{one.given_names} {one.family_name} {one.chosen_name or ''}", word)
    }
    return [one for one, person in speaks.items() if person in called]


def _read(session: Session, ids: list[str]) -> tuple[Asked, ...]:
    found: dict[str, Any] = {}
    for start in range(0, len(ids), _AT_ONCE):
        rows = session.execute(
            select(Issue, Sitting, Council.name, District.name, Resident, Organisation.name, Dispatch)
            .join(Sitting, Sitting.id == Issue.sitting_id)
            .outerjoin(Council, Council.id == Sitting.council_id)
            .outerjoin(District, District.id == Sitting.district_id)
            .outerjoin(Resident, Resident.id == Issue.raised_by_id)
            .outerjoin(Organisation, Organisation.id == Issue.department_id)
            .outerjoin(Dispatch, _TOLD)
            .where(Issue.id.in_(ids[start : start + _AT_ONCE]))
        )
        found |= {row[0].id: row for row in rows}
    persons = persons_among(session, (row[0].raised_by_id for row in found.values() if row[0].raised_by_id))
    return tuple(_asked(persons, *found[one]) for one in ids if one in found)


def _asked(
    persons: Persons,
    row: Issue,
    sitting: Sitting,
    council: str | None,
    district: str | None,
    person: Resident | None,
    department: str | None,
    dispatch: Dispatch | None,
) -> Asked:
    return Asked(
        id=row.id,
        sitting_id=sitting.id,
        sitting=sitting.title,
        sitting_state=sitting.state,
        held_at=sitting.starts_at,
        council=council or "",
        district=district or "",
        kind=row.kind,
        text=row.text,
        raised_by_id=persons.of(row.raised_by_id) if row.raised_by_id else None,
        raised_by=spoken_name(persons.row(row.raised_by_id or "", person)),
        way=row.way,
        topic=row.topic,
        place=row.place or "",
        point=row.point,
        department_id=row.department_id,
        department=department or "",
        state=row.state,
        answer=row.answer or "",
        answered_by=row.answered_by or "",
        answered_on=row.answered_on,
        sent_to=dispatch.sent_to if dispatch else "",
        sent_on=dispatch.sent_on if dispatch else None,
    )
