"""Files of Zoom fall on the window: read, asked about, shown, taken in, and taken out again."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from db.errors import Refused
from db.matching.outcomes import Imported
from db.matching.queries import MatchCounts
from db.places.city import City
from db.sittings.commands import change_sitting, open_sitting, plan_sitting
from db.sittings.queries import SittingCard
from db.work import Store
from db.zoom.files.opening import ToldKind
from db.zoom.files.report import DateOrder, DatesUndecided
from db.zoom.handout_queries import HandoutCard, chat_lines, handouts
from db.zoom.queries import CallCard, calls
from desktop.focus import Focus
from desktop.zoom.intake import CameIn, NotRead, Preview
from desktop.zoom.presenter import IntakePresenter, PanePresenter
from tests.db.zoom import forge
from tests.desk import PlainDesk
from tests.record import EVENING

FILES = Path(__file__).parents[2] / "data" / "zoom"


class Seen:
    """The questions answered beforehand, and what was shown."""

    def __init__(self) -> None:
        self.order: DateOrder | None = None
        self.agrees = True
        self.asked: list[tuple[DatesUndecided, int]] = []
        self.previews: list[Preview] = []
        self.not_read: list[NotRead] = []
        self.came: list[CameIn] = []
        self.not_taken: list[NotRead] = []
        self.taken_out = 0
        self.standing: MatchCounts | None = None

    @property
    def done(self) -> list[Imported]:
        return [one.outcome for one in self.came if isinstance(one.outcome, Imported)]

    def show_came_in(self, came: Sequence[CameIn], not_taken: Sequence[NotRead]) -> None:
        self.came += came
        self.not_taken += not_taken

    async def ask_dates(self, asked: DatesUndecided, *, file_name: str, files: int) -> DateOrder | None:
        self.asked.append((asked, files))
        return self.order

    async def ask_to_take_in(
        self, found: Sequence[Preview], not_read: Sequence[NotRead], sitting: SittingCard
    ) -> Sequence[Preview]:
        self.previews, self.not_read = list(found), list(not_read)
        return self.previews if self.agrees else []

    def show_taken_out(self, *, files: int) -> None:
        self.taken_out += files

    def show_standing(self, told: object, standing: MatchCounts | None) -> None:
        self.standing = standing


class Evening:
    """An open sitting in hand, and the place where files fall."""

    def __init__(self, store: Store, city: City, at: datetime = EVENING) -> None:
        self.store, self.seen, self.focus = store, Seen(), Focus()
        facts = {"title": "Sesión", "council": "Consejo Barrial Astilleros"}
        self.sitting = store.do(plan_sitting, starts_at=at, **facts).outcome  # type: ignore[arg-type]
        store.do(open_sitting, sitting_id=self.sitting)
        self.focus.choose(self.sitting)
        self.presenter = IntakePresenter(self.seen, PlainDesk(store), self.focus, city=city)

    def drops(self, *names: str | Path) -> None:
        self.does(self.presenter.take_in([FILES / name for name in names]))

    def does(self, act: Coroutine[Any, Any, None]) -> None:
        asyncio.run(act)

    def handouts(self) -> tuple[HandoutCard, ...]:
        return self.store.ask(handouts, sitting_id=self.sitting)

    def calls(self) -> tuple[CallCard, ...]:
        return self.store.ask(calls, sitting_id=self.sitting)


def written(folder: Path) -> Path:
    """A folder with one file of each kind but participants, named as people name them."""
    files = folder / "zoom"
    files.mkdir()
    (files / "meeting_saved_chat.txt").write_text(forge.CHAT, encoding="utf-8")
    (files / "encuesta.csv").write_text(forge.POLL_TABLES, encoding="utf-8")
    (files / "inscripciones.csv").write_text(forge.registrations_of(Random(3))[0], encoding="utf-8")
    (files / "transcript.vtt").write_text(forge.TRANSCRIPT, encoding="utf-8")
    return files


@pytest.fixture
def evening(store: Store, city: City) -> Evening:
    return Evening(store, city)


def test_a_report_that_falls_on_the_window_is_taken_in(evening: Evening) -> None:
    evening.drops("en_rows_2025_meeting_data.csv")
    [done] = evening.seen.done
    assert (done.rows, done.groups, done.nobodies) == (4, 3, 1)
    assert len(evening.calls()) == 1
    assert evening.seen.asked == []


def test_several_files_at_once_are_taken_in_one_after_the_other(evening: Evening) -> None:
    evening.drops("en_rows_2025_meeting_data.csv", "es_rows_2026.csv", "en_rows_2025_meeting_data.csv")
    assert [done.repeated for done in evening.seen.done] == [False, False, True]


def test_nothing_is_written_before_somebody_agreed(evening: Evening) -> None:
    evening.seen.agrees = False
    evening.drops("en_rows_2025_meeting_data.csv")
    [shown] = evening.seen.previews
    assert (shown.kind, shown.rows, shown.repeated, shown.other_day) == (ToldKind.PARTICIPANTS, 4, False, None)
    assert (evening.calls(), evening.seen.came) == ((), [])


def test_files_of_every_kind_come_in_together(evening: Evening, tmp_path: Path) -> None:
    folder = written(tmp_path)
    evening.drops(*sorted(folder.iterdir()), FILES / "en_rows_2025_meeting_data.csv")
    kinds = [ToldKind.REGISTRATIONS, ToldKind.PARTICIPANTS, ToldKind.POLLS, ToldKind.CHAT, ToldKind.TRANSCRIPT]
    assert [one.preview.kind for one in evening.seen.came] == kinds
    told = {one.kind: (one.rows, one.private) for one in evening.handouts()}
    assert told == {"chat": (3, 1), "polls": (5, 0), "registrations": (7, 0), "transcript": (3, 0)}
    assert evening.seen.asked == []
    evening.does(evening.presenter.take_out())
    assert (evening.handouts(), evening.calls(), evening.seen.taken_out) == ((), (), 5)


def test_a_file_that_cannot_be_read_costs_the_others_nothing(evening: Evening) -> None:
    evening.drops("not_zoom.csv", "es_rows_2026.csv")
    assert [(one.file_name, one.why.code) for one in evening.seen.not_read] == [("not_zoom.csv", "zoom_file_not_zoom")]
    assert len(evening.calls()) == 1


def test_the_days_of_all_files_are_asked_about_once(evening: Evening, tmp_path: Path) -> None:
    other = tmp_path / "otro.csv"
    other.write_bytes((FILES / "es_ambiguous_dates.csv").read_bytes() + b"\r\n")
    evening.seen.order = DateOrder.DAY_FIRST
    evening.drops("es_ambiguous_dates.csv", other, "es_rows_2026.csv")
    assert [files for _, files in evening.seen.asked] == [2]
    assert len(evening.seen.previews) == 3


def test_what_was_taken_in_before_is_said_before_it_is_taken_in_again(evening: Evening) -> None:
    evening.drops("es_rows_2026.csv")
    evening.drops("es_rows_2026.csv")
    assert [one.repeated for one in evening.seen.previews] == [True]


@pytest.mark.parametrize("page", ["sala", "residents"])
def test_a_file_that_nobody_knows_is_said_so(evening: Evening, tmp_path: Path, page: str) -> None:
    picture = tmp_path / "foto.png"
    picture.write_bytes(b"\x89PNG")
    evening.presenter.page_shown(page)
    with pytest.raises(Refused) as no:
        evening.does(evening.presenter.take_in([picture]))
    assert (no.value.code, no.value.facts) == ("fell_not_known", {"file": "foto.png"})
    evening.presenter.page_shown("sala")
    evening.does(evening.presenter.take_in([picture, FILES / "es_rows_2026.csv"]))
    assert [one.file_name for one in evening.seen.not_read] == ["foto.png"]
    assert len(evening.calls()) == 1


def test_a_file_of_another_meeting_of_the_day_is_pointed_out(evening: Evening, tmp_path: Path) -> None:
    evening.store.do(change_sitting, sitting_id=evening.sitting, zoom_number="912 3456 7890")
    said = []
    for name in ("participants_99905550123.csv", "participants_91234567890 (1).csv", "informe.csv"):
        (tmp_path / name).write_bytes((FILES / "es_rows_2026.csv").read_bytes())
        evening.does(evening.presenter.take_in([tmp_path / name]))
        said.append(evening.seen.previews[0].other_meeting)
    assert said == ["99905550123", None, None]


def test_the_folder_in_which_zoom_saves_an_evening_is_brought_whole(evening: Evening, tmp_path: Path) -> None:
    folder = written(tmp_path)
    (folder / "video.mp4").write_bytes(b"0")
    evening.does(evening.presenter.take_in([folder]))
    assert {one.preview.kind for one in evening.seen.came} == set(ToldKind) - {
        ToldKind.PARTICIPANTS, ToldKind.QUESTIONS,
    }  # fmt: skip
    (tmp_path / "nada").mkdir()
    with pytest.raises(Refused, match="zoom_folder_empty"):
        evening.does(evening.presenter.take_in([tmp_path / "nada"]))


def test_what_was_asked_in_writing_at_a_webinar_comes_in_as_messages(evening: Evening, tmp_path: Path) -> None:
    file = tmp_path / "qa.csv"
    file.write_text(forge.QUESTIONS, encoding="utf-8")
    evening.does(evening.presenter.take_in([file]))
    assert [one.preview.kind for one in evening.seen.came] == [ToldKind.QUESTIONS]
    told = evening.store.ask(chat_lines, sitting_id=evening.sitting)
    assert [(one.who, one.text) for one in told] == [
        ("Marta Gómez", "¿Cuándo arreglan la luz?"), (None, "¿Y el bacheo?"),
    ]  # fmt: skip


def test_what_is_zooms_comes_in_on_the_page_of_the_roll_too(evening: Evening, tmp_path: Path) -> None:
    evening.presenter.page_shown("residents")
    files = sorted(written(tmp_path).iterdir())
    evening.does(evening.presenter.take_in([*files, FILES / "es_rows_2026.csv", FILES / "webinar.csv"]))
    assert len(evening.seen.came) == 6


def test_a_list_that_falls_on_the_roll_is_not_a_report(evening: Evening) -> None:
    evening.presenter.page_shown("residents")
    evening.drops("not_zoom.csv")
    evening.presenter.page_shown("matching")
    with pytest.raises(Refused):
        evening.drops("not_zoom.csv")


def test_without_a_sitting_the_one_that_the_file_is_of_is_taken_in_hand(evening: Evening) -> None:
    evening.focus.choose(None)
    evening.drops("not_zoom.csv", "en_rows_2025_meeting_data.csv")
    assert evening.focus.sitting_id == evening.sitting
    assert len(evening.calls()) == 1


def test_of_two_sittings_that_evening_it_is_the_one_with_the_meeting(evening: Evening) -> None:
    evening.store.do(change_sitting, sitting_id=evening.sitting, zoom_number="91234567890")
    facts = {"title": "Otra", "council": "Consejo Barrial El Muelle", "zoom_number": "99905550123"}
    evening.store.do(plan_sitting, starts_at=EVENING, **facts)  # type: ignore[arg-type]
    evening.focus.choose(None)
    evening.drops("en_rows_2025_meeting_data.csv")
    assert evening.focus.sitting_id == evening.sitting


@pytest.mark.parametrize("two", [False, True])
def test_where_the_file_does_not_tell_the_person_is_told_to_choose_one(evening: Evening, *, two: bool) -> None:
    if two:
        evening.store.do(plan_sitting, title="Otra", council="Consejo Barrial El Muelle", starts_at=EVENING)
    evening.focus.choose(None)
    with pytest.raises(Refused) as no:
        evening.drops("en_rows_2025_meeting_data.csv" if two else "es_unique.csv")
    assert no.value.code == "zoom_needs_a_sitting"
    assert evening.focus.sitting_id is None


@pytest.mark.parametrize("name", ["not_zoom.csv", "no_participants.csv"])
def test_a_file_that_is_no_report_leaves_nothing_behind(evening: Evening, name: str) -> None:
    with pytest.raises(Refused):
        evening.drops(name)
    assert evening.calls() == ()


def test_dates_that_can_be_read_both_ways_are_asked_about(evening: Evening) -> None:
    evening.drops("es_ambiguous_dates.csv")
    assert evening.seen.asked[0][0].written == "03/05/2026 07:00:00 PM"
    assert evening.calls() == ()
    evening.seen.order = DateOrder.MONTH_FIRST
    evening.drops("es_ambiguous_dates.csv")
    [call] = evening.calls()
    assert call.started_at is not None
    assert (call.started_at.month, call.started_at.day) == (3, 5)


def test_the_sittings_own_date_spares_the_question(store: Store, city: City) -> None:
    evening = Evening(store, city, at=datetime(2026, 5, 3, 22, 0, tzinfo=UTC))
    evening.drops("es_ambiguous_dates.csv")
    assert (evening.seen.asked, len(evening.seen.done)) == ([], 1)


def test_the_report_of_another_evening_is_asked_about(store: Store, city: City) -> None:
    evening = Evening(store, city, at=datetime(2026, 12, 3, 22, 0, tzinfo=UTC))
    evening.seen.agrees = False
    evening.drops("es_rows_2026.csv")
    assert ([one.other_day for one in evening.seen.previews], evening.calls()) == ([date(2026, 11, 19)], ())
    evening.seen.agrees = True
    evening.drops("es_rows_2026.csv")
    assert len(evening.calls()) == 1


def test_the_wrong_report_goes_out_again(evening: Evening) -> None:
    evening.drops("es_rows_2026.csv")
    evening.does(evening.presenter.take_out())
    assert (evening.calls(), evening.seen.taken_out) == ((), 1)
    evening.does(evening.presenter.take_out())
    assert evening.seen.taken_out == 1


def test_the_strip_tells_how_the_zoom_side_stands(evening: Evening) -> None:
    pane = PanePresenter(evening.seen, PlainDesk(evening.store), evening.focus)
    evening.does(pane.look())
    assert evening.seen.standing is None
    evening.drops("en_rows_2025_meeting_data.csv")
    evening.does(pane.look())
    assert evening.seen.standing is not None
    assert (evening.seen.standing.groups, evening.seen.standing.unresolved) == (3, 2)
    evening.focus.choose(None)
    evening.does(pane.look())
    assert evening.seen.standing is None
