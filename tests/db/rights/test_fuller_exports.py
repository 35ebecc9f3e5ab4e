"""Somebody was erased, and Zoom hands out the evening once more and more fully: she stays a count and nobody's name."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.checkin.queries import attendance
from db.journal import Entry
from db.matching.commands import take_out_report
from db.rights.commands import erase
from db.work import Store
from db.zoom.files.report import MeetingFacts, ReportRow
from db.zoom.queries import lines
from tests.db.matching.scene import Scene, row
from tests.db.rights.test_erasure import ZONE
from tests.record import EVENING

ROSA, MARTA, JUAN = "Rosa Peña", "Marta Gómez", "Juan Carlos Pérez"


@pytest.fixture
def scene(store: Store) -> Scene:
    return Scene(store)


def people(scene: Scene) -> int:
    return scene.store.ask(attendance, sitting_id=scene.sitting).people


def told(scene: Scene) -> list[str]:
    return sorted(one.name for one in scene.store.ask(lines, sitting_id=scene.sitting))


def rosa_comes_and_is_erased(scene: Scene, *more: ReportRow) -> None:
    scene.take_in(row(ROSA, 3, 40), row(ROSA, 50, 9), row(MARTA), *more)
    scene.store.do(erase, resident_id=scene.roll["rosa"], zone=ZONE)


def named_in_the_journal(store: Store, since: int) -> bool:
    def found(session: Session) -> list[str]:
        return [str(one) for one in session.scalars(select(Entry.fields))][since:]

    return any("Rosa" in one for one in store.ask(found))


def entries(store: Store) -> int:
    return len(store.ask(lambda session: session.scalars(select(Entry.fields)).all()))


def test_she_is_counted_as_before_and_named_nowhere(scene: Scene) -> None:
    rosa_comes_and_is_erased(scene)
    before = entries(scene.store)
    scene.take_in(row(ROSA, 3, 40), row(ROSA, 50, 9), row(MARTA), row(JUAN, 5))
    assert people(scene) == 3
    assert told(scene) == ["", "", JUAN, MARTA]
    assert [one.waits for one in scene.groups()] == [False, False, False]
    assert not named_in_the_journal(scene.store, before)


def test_of_an_export_that_was_opened_in_a_spreadsheet_nobody_else_is_emptied(scene: Scene) -> None:
    """Without seconds two came in the same minute: which is she cannot be told, and her presence stays as it was."""
    rosa_comes_and_is_erased(scene)
    scene.take_in(row(ROSA, 3, 40), row(ROSA, 50, 9), row(MARTA), row(JUAN, 3, 40), row("Alcira", 50, 9))
    assert people(scene) == 3
    assert told(scene) == ["", "", "Alcira", JUAN, MARTA, ROSA, ROSA]


def test_she_stays_when_the_fuller_export_is_taken_out_again(scene: Scene) -> None:
    rosa_comes_and_is_erased(scene)
    fuller = scene.take_in(row(ROSA, 3, 40), row(ROSA, 50, 9), row(MARTA), row(JUAN, 5))
    scene.store.do(take_out_report, call_id=fuller.call_id)
    assert people(scene) == 2
    assert told(scene) == ["", "", MARTA]


@pytest.mark.parametrize("hers", [(), (row(ROSA, 4, 40), row(ROSA, 51, 9))])
def test_a_correction_that_tells_other_hours_or_nothing_of_her_leaves_her_counted(
    scene: Scene, hers: Sequence[ReportRow]
) -> None:
    facts = MeetingFacts(zoom_number="91234567890", started_at=EVENING)
    scene.meeting = facts
    rosa_comes_and_is_erased(scene)
    scene.take_in(*hers, row(MARTA), row(JUAN, 5), row("Alcira", 7))
    assert people(scene) == 3
