"""What the page of minutes shows and does, on a real record without a screen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from pathlib import Path
from typing import Any

import pytest

from db.checkin.commands import check_in
from db.errors import Refused, Unavailable
from db.issues.commands import add_issue
from db.minutes.queries import Line, versions
from db.minutes.rules import Check
from db.minutes.signing import make_final
from db.places.city import City
from db.sittings.commands import close_sitting
from db.work import Store
from desktop.focus import Focus
from desktop.minutes.editing import Review
from desktop.minutes.gathering import Gathered
from desktop.minutes.making import Made
from desktop.minutes.presenter import NOUNS, Draft, MinutesPresenter
from tests.db.minutes.evening import Evening, played
from tests.db.sittings.council import neighbour, opened_sitting
from tests.desk import PlainDesk
from tests.desktop.minutes.secretary import edit, edited
from tests.record import HandClock


class Page:
    """Remembers what was shown; answers the question where to save with `place`."""

    def __init__(self) -> None:
        self.sittings: Sequence[Line] = ()
        self.chosen: str | None = None
        self.drafts: list[Draft | None] = []
        self.checks: Sequence[Check] = ()
        self.busy: list[bool] = []
        self.made: list[Made] = []
        self.opened: list[Path] = []
        self.went: list[str] = []
        self.place: Path | None = None
        self.asked: list[str] = []
        self.edits: list[Review | None] = []
        self.taken: list[Review] = []
        self.papers: list[tuple[str, Path]] = []
        self.sets: list[Gathered] = []
        self.given: Path | None = None

    @property
    def draft(self) -> Draft:
        assert self.drafts[-1] is not None
        return self.drafts[-1]

    def show_sittings(self, sittings: Sequence[Line], chosen: str | None) -> None:
        self.sittings, self.chosen = sittings, chosen

    def show_draft(self, draft: Draft | None) -> None:
        self.drafts.append(draft)

    def show_checks(self, found: Sequence[Check], against: Sequence[object] = ()) -> None:
        self.checks = found

    def show_busy(self, busy: bool) -> None:
        self.busy.append(busy)

    def show_made(self, made: Made) -> None:
        self.made.append(made)

    def open_file(self, path: Path) -> None:
        self.opened.append(path)

    def go(self, page: str) -> None:
        self.went.append(page)

    def show_paper(self, paper: str, path: Path) -> None:
        self.papers.append((paper, path))

    def show_set(self, told: Gathered) -> None:
        self.sets.append(told)

    def show_edits(self, seen: Review | None) -> None:
        self.edits.append(seen)

    def show_taken(self, seen: Review) -> None:
        self.taken.append(seen)

    async def ask_file(self, folder: Path) -> Path | None:
        return self.given

    async def ask_place(self, name: str, folder: Path) -> Path | None:
        self.asked.append(name)
        return self.place


class Room:
    """The presenter with everything around it."""

    def __init__(self, store: Store, city: City, folder: Path) -> None:
        self.page, self.desk, self.focus = Page(), PlainDesk(store), Focus()
        self.folder = folder
        self.presenter = MinutesPresenter(self.page, self.desk, city=city, folder=folder, focus=self.focus)
        self.desk.follow(NOUNS, self.presenter.look_again)

    def does(self, act: Awaitable[Any]) -> None:
        async def awaited() -> None:
            await act

        asyncio.run(awaited())


@pytest.fixture
def room(store: Store, city: City, tmp_path: Path) -> Room:
    return Room(store, city, tmp_path / "Actas")


@pytest.fixture
def evening(store: Store, clock: HandClock) -> Evening:
    return played(store, clock)


def test_without_any_sitting_there_is_nothing_to_read(room: Room) -> None:
    room.does(room.presenter.look())

    assert room.page.sittings == ()
    assert room.page.drafts == [None]


def test_the_newest_sitting_is_read_first_and_another_one_when_it_is_chosen(room: Room, evening: Evening) -> None:
    room.does(room.presenter.look())
    assert (room.page.chosen, room.page.draft.sitting_id) == (evening.sitting, evening.sitting)
    assert "Ñandúbez, Rosenda" in room.page.draft.html
    assert {check.code for check in room.page.checks} >= {"items_undecided", "unnamed"}

    room.does(room.presenter.choose(evening.earlier))
    assert room.page.draft.sitting_id == evening.earlier
    assert "El muelle está a oscuras" not in room.page.draft.html
    assert room.focus.sitting_id is None


def test_the_sitting_in_hand_is_the_one_that_is_read(room: Room, evening: Evening) -> None:
    room.focus.choose(evening.earlier)
    room.does(room.presenter.look())
    assert room.page.chosen == evening.earlier

    room.does(room.presenter.follow_focus(evening.sitting))
    assert room.page.draft.sitting_id == evening.sitting


def test_what_is_written_down_meanwhile_stands_in_the_draft_at_once(room: Room, store: Store) -> None:
    sitting = opened_sitting(store)
    room.does(room.presenter.look())
    room.does(room.desk.do(add_issue, sitting_id=sitting, kind="proposal", text="Un banco en la plaza"))

    assert "Un banco en la plaza" in room.page.draft.html


def test_nothing_is_composed_while_nobody_looks_and_all_of_it_when_somebody_does(room: Room, store: Store) -> None:
    sitting = opened_sitting(store)
    room.does(room.presenter.look())
    room.does(room.presenter.page_shown("sala"))
    before = len(room.page.drafts)
    room.does(room.desk.do(add_issue, sitting_id=sitting, kind="proposal", text="Un banco en la plaza"))
    assert len(room.page.drafts) == before

    room.does(room.presenter.page_shown("minutes"))
    assert "Un banco en la plaza" in room.page.draft.html
    shown = len(room.page.drafts)
    room.does(room.presenter.page_shown("minutes"))
    assert len(room.page.drafts) == shown


def test_one_press_writes_the_file_and_a_second_one_opens_it(room: Room, evening: Evening) -> None:
    room.does(room.presenter.look())
    assert (room.page.draft.begun, room.page.draft.file) == (False, None)
    room.does(room.presenter.open())
    assert room.page.opened == []

    room.does(room.presenter.generate())
    (made,) = room.page.made
    assert made.path == room.folder / "Acta 1-2026 Consejo Barrial El Muelle.docx"
    assert made.path.is_file()
    assert room.page.busy == [True, False]
    assert (room.page.draft.begun, room.page.draft.file) == (True, made.path)
    assert [line.state for line in room.page.sittings] == ["draft", "none"]

    room.does(room.presenter.open())
    assert room.page.opened == [made.path]


def test_the_file_is_found_again_by_another_evening_of_the_program(
    room: Room, store: Store, city: City, evening: Evening
) -> None:
    room.does(room.presenter.look())
    room.does(room.presenter.generate())
    later = Room(store, city, room.folder)
    later.does(later.presenter.look())
    assert later.page.draft.file == room.page.made[0].path

    room.page.made[0].path.unlink()
    gone = Room(store, city, room.folder)
    gone.does(gone.presenter.look())
    assert gone.page.draft.file is None


def test_an_edited_file_is_refused_and_can_be_saved_under_another_name(room: Room, evening: Evening) -> None:
    room.does(room.presenter.look())
    room.does(room.presenter.generate())
    path = room.page.made[0].path
    path.write_bytes(path.read_bytes() + b"by hand")
    with pytest.raises(Refused):
        room.does(room.presenter.generate())
    assert room.page.busy[-1] is False

    room.page.place = room.folder / "otra.docx"
    room.does(room.presenter.save_as())
    assert room.page.asked == ["Acta 1-2026 Consejo Barrial El Muelle.docx"]
    assert room.page.made[-1].path == room.folder / "otra.docx"
    assert path.read_bytes().endswith(b"by hand")


def test_going_back_from_the_question_where_to_save_saves_nothing(room: Room, evening: Evening) -> None:
    room.does(room.presenter.look())
    room.does(room.presenter.save_as())

    assert room.page.made == []
    assert room.page.draft.begun is False


def test_a_folder_that_cannot_be_made_is_told_and_begins_no_version(room: Room, evening: Evening) -> None:
    room.folder.write_text("a file where the folder should be", encoding="utf-8")
    room.does(room.presenter.look())
    with pytest.raises(Unavailable) as no:
        room.does(room.presenter.generate())

    assert no.value.code == "minutes_file_unwritable"
    assert room.page.draft.begun is False


def test_each_check_leads_to_where_it_is_put_right(room: Room, evening: Evening) -> None:
    room.does(room.presenter.look())
    for code in ("unresolved", "items_undecided", "age_missing"):
        room.does(room.presenter.put_right(code))

    assert room.page.went == ["matching", "sala", "residents"]
    assert room.focus.sitting_id == evening.sitting


def test_closing_the_sitting_takes_the_warning_away(room: Room, store: Store) -> None:
    sitting = opened_sitting(store)
    room.does(room.presenter.look())
    assert "still_open" in {check.code for check in room.page.checks}
    room.does(room.desk.do(close_sitting, sitting_id=sitting))
    assert "still_open" not in {check.code for check in room.page.checks}


def test_a_file_saved_in_word_is_noticed_compared_and_taken_and_the_next_one_carries_it_on(
    room: Room, store: Store, evening: Evening
) -> None:
    room.does(room.presenter.look())
    room.does(room.presenter.generate())
    path = room.page.made[0].path
    assert room.page.edits[-1] is None
    edit(path, {"Faltan tres faroles.": "Faltan trece faroles."})
    room.does(room.presenter.folder_changed())

    seen = room.page.edits[-1]
    assert seen is not None
    assert (seen.edited, [one.after for one in seen.changes]) == (True, ["Faltan trece faroles."])
    assert [(one.said, one.record) for one in seen.contradictions] == [("trece", "tres")]
    with pytest.raises(Refused):
        room.does(room.presenter.generate())
    room.does(room.presenter.take_changes())
    assert room.page.taken[-1].taken
    assert room.page.edits[-1] is None

    store.do(add_issue, sitting_id=evening.sitting, kind="proposal", text="Un banco en la plaza")
    room.does(room.presenter.look())
    news = room.page.edits[-1]
    assert news is not None
    assert (news.edited, bool(news.news)) == (False, True)
    room.does(room.presenter.generate())
    assert (room.page.made[-1].version, room.page.made[-1].edited) == (2, True)
    assert room.page.edits[-1] is None


def test_a_file_of_which_only_the_looks_were_changed_waits_to_be_taken_too(room: Room, evening: Evening) -> None:
    room.does(room.presenter.look())
    room.does(room.presenter.generate())
    edit(room.page.made[0].path, {"Faltan tres faroles.": "Faltan tres faroles."})
    room.does(room.presenter.folder_changed())

    seen = room.page.edits[-1]
    assert seen is not None
    assert (seen.dressed, seen.edited) == (True, False)
    room.does(room.presenter.take_changes())
    assert room.page.taken[-1].taken
    room.does(room.presenter.generate())
    assert room.page.made[-1].version == 1


def test_what_is_put_right_after_they_became_final_is_told_before_anybody_signs(
    room: Room, store: Store, evening: Evening
) -> None:
    room.does(room.presenter.look())
    room.does(room.presenter.generate())
    (version,) = store.ask(versions, sitting_id=evening.sitting)
    paper: dict[str, Any] = {
        "sha256": "b" * 64,
        "size": 1,
        "pages": 1,
        "name": "x.pdf",
        "source_sha256": version.sha256,
    }
    store.do(make_final, minutes_id=version.id, **paper)
    room.does(room.presenter.look())
    assert room.page.edits[-1] is None

    store.do(add_issue, sitting_id=evening.sitting, kind="proposal", text="Un banco en la plaza")
    room.does(room.presenter.look())
    seen = room.page.edits[-1]
    assert seen is not None
    assert (seen.final, seen.edited, seen.dressed) == (True, False, False)
    assert any("Un banco en la plaza" in one.after for one in seen.news)


def test_a_file_that_comes_back_on_a_stick_is_looked_at_before_it_is_taken(
    room: Room, evening: Evening, tmp_path: Path
) -> None:
    room.does(room.presenter.look())
    room.does(room.presenter.generate())
    room.does(room.presenter.take_back())
    assert room.page.edits[-1] is None  # the person went back

    room.page.given = tmp_path / "corregida.docx"
    room.page.given.write_bytes(edited(room.page.made[0].path.read_bytes(), {"Faltan tres": "Nos faltan tres"}))
    room.does(room.presenter.take_back())
    assert room.page.edits[-1] is not None
    assert room.page.taken == []
    room.does(room.presenter.take_changes())
    assert room.page.taken[-1].path == room.page.made[0].path
    assert room.page.draft.file == room.page.made[0].path


def test_another_paper_is_read_and_written_without_a_version(room: Room, evening: Evening) -> None:
    room.does(room.presenter.look())
    room.does(room.presenter.choose_paper("public"))
    assert "Ñandúbez" not in room.page.draft.html
    assert "versión pública" in room.page.draft.html

    room.does(room.presenter.generate())
    ((paper, path),) = room.page.papers
    assert (paper, path.name) == ("public", "Acta 1-2026 Consejo Barrial El Muelle, versión pública.docx")
    assert (room.page.made, room.page.draft.begun) == ([], False)


def test_the_public_version_warns_of_family_names_that_were_written_down(room: Room, store: Store) -> None:
    sitting = opened_sitting(store)
    store.do(check_in, sitting_id=sitting, resident_id=neighbour(store, "Rosa", "Olavarría", gender="woman"))
    store.do(add_issue, sitting_id=sitting, kind="complaint", text="La señora Olavarría pide luz")
    room.does(room.presenter.look())
    assert "public_names" not in {check.code for check in room.page.checks}
    room.does(room.presenter.choose_paper("public"))

    first = room.page.checks[0]
    assert (first.code, first.names) == ("public_names", ("Olavarría",))


def test_all_papers_are_written_into_one_folder(room: Room, evening: Evening) -> None:
    room.does(room.presenter.look())
    room.does(room.presenter.gather())

    (told,) = room.page.sets
    assert told.path == room.folder / "Documentos del Acta 1-2026 Consejo Barrial El Muelle"
    assert len(list(told.path.iterdir())) == 6
    assert room.page.draft.begun
