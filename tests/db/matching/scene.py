"""A sitting of the invented city with a small roll, and reports made of a few lines."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta

from db.folding import fold
from db.matching.commands import import_report
from db.matching.outcomes import Imported
from db.matching.queries import GroupCard, groups
from db.places.queries import neighbourhoods
from db.residents.commands import enrol
from db.sittings.commands import close_sitting, open_sitting, plan_sitting
from db.work import Store
from db.zoom.files.report import DateOrder, MeetingFacts, Report, ReportRow
from tests.record import EVENING

ROLL: Mapping[str, Mapping[str, str]] = {
    "rosa": {"family_name": "Peña", "given_names": "Rosa", "document": "23456789", "email": "rosa@example.org"},
    "juan": {"family_name": "Pérez", "given_names": "Juan Carlos", "document": "20111222"},
    "marta": {"family_name": "Gómez", "given_names": "Marta"},
    "twin": {"family_name": "Paz", "given_names": "Ana", "document": "30111222"},
    "other twin": {"family_name": "Paz", "given_names": "Ana", "document": "31111222"},
}


def row(name: str, begin: float = 0, lasts: float = 60, **facts) -> ReportRow:
    """A line of a report; `begin` in minutes after the evening began, `lasts` in minutes."""
    joined = EVENING + timedelta(minutes=begin)
    left = joined + timedelta(minutes=lasts)
    return ReportRow(facts.pop("number", 0), name, joined_at=joined, left_at=left, minutes=round(lasts), **facts)


def report(*rows: ReportRow, meeting: MeetingFacts | None = None) -> Report:
    numbered = [
        ReportRow(**{**{field: getattr(one, field) for field in ReportRow.__slots__}, "number": number})
        for number, one in enumerate(rows, start=2)
    ]
    return Report(meeting, tuple(numbered), DateOrder.DAY_FIRST)


class Scene:
    """The roll by nickname, an open sitting, and short ways to import and to look."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.roll = {nick: store.do(enrol, **facts).outcome for nick, facts in ROLL.items()}
        self.sitting = self.plan()
        self.meeting: MeetingFacts | None = None

    def plan(self, *, days: int = 0, council: str = "Consejo Barrial El Muelle") -> str:
        at = EVENING + timedelta(days=days)
        sitting = self.store.do(plan_sitting, title="Sesión", council=council, starts_at=at).outcome
        self.store.do(open_sitting, sitting_id=sitting)
        return sitting

    def plan_later(self) -> str:
        """The same council a week later; the first sitting is over."""
        self.store.do(close_sitting, sitting_id=self.sitting)
        return self.plan(days=7)

    def take_in(self, *rows: ReportRow, sitting: str | None = None) -> Imported:
        told = report(*rows, meeting=self.meeting)
        sha256 = hashlib.sha256(repr(told).encode()).hexdigest()
        sitting_id = sitting or self.sitting
        return self.store.do(import_report, sitting_id=sitting_id, report=told, sha256=sha256).outcome

    def groups(self, sitting: str | None = None) -> tuple[GroupCard, ...]:
        return self.store.ask(groups, sitting_id=sitting or self.sitting)

    def group(self, name: str, sitting: str | None = None) -> GroupCard:
        [found] = [one for one in self.groups(sitting) if fold(name) in {fold(told) for told in one.names}]
        return found

    def quarter(self, name: str) -> str:
        return next(one.id for one in self.store.ask(neighbourhoods) if one.name == name)
