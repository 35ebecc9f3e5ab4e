"""A secretary edits the file in Word: it is noticed, compared, taken back, and her words outlive every new version."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from db.checkin.commands import check_in
from db.errors import Refused
from db.issues.commands import add_issue, make_commitment
from db.minutes.queries import kept_draft, versions
from db.places.city import City
from db.work import Store
from desktop.minutes.comparison import ADDED, CHANGED, REMOVED, Change, words_of
from desktop.minutes.editing import Review, news_of, review, take
from desktop.minutes.making import Made, Order, make
from desktop.minutes.reading import lines
from tests.db.minutes.evening import Evening, played
from tests.db.sittings.council import neighbour
from tests.desk import PlainDesk
from tests.desktop.minutes.office import saved_by_libreoffice
from tests.desktop.minutes.secretary import edit, edited
from tests.record import HandClock

NOTE = "Faltan tres faroles."
ARMS = Path(__file__).parents[3] / ".github" / "pictures" / "room.png"  # any picture
HERS = "Faltan tres faroles, y el del fondo está caído sobre la baranda."


class Office:
    """A secretary's desk: the record, the folder of the minutes, and what she can do."""

    def __init__(self, store: Store, city: City, evening: Evening, folder: Path) -> None:
        self.store, self.city, self.evening, self.folder = store, city, evening, folder
        self.desk = PlainDesk(store)
        folder.mkdir()

    def does(self, act: Callable[..., Any], **more: Any) -> Any:
        return asyncio.run(act(self.desk, sitting_id=self.evening.sitting, city=self.city, **more))

    def makes(self, wanted: Path | None = None, *, fresh: bool = False) -> Made:
        order = Order(self.evening.sitting, self.city, wanted or self.folder)
        return asyncio.run(make(self.desk, order, fresh=fresh))

    def reviews(self, path: Path) -> Review:
        seen: Review = self.does(review, path=path)
        return seen

    def takes(self, path: Path) -> Review:
        seen: Review = self.does(take, path=path, folder=self.folder)
        return seen

    def hears(self, text: str) -> None:
        self.store.do(add_issue, sitting_id=self.evening.sitting, kind="complaint", text=text)


@pytest.fixture
def office(store: Store, clock: HandClock, city: City, tmp_path: Path) -> Office:
    return Office(store, city, played(store, clock), tmp_path / "Actas")


def text_of(path: Path) -> str:
    return "\n".join(line.text for line in lines(path.read_bytes()))


def test_a_file_as_it_was_written_has_no_changes(office: Office) -> None:
    made = office.makes()
    seen = office.reviews(made.path)

    assert (seen.taken, seen.known, seen.changes, seen.news, seen.edited) == (True, True, (), (), False)


def test_saving_it_in_an_office_without_changing_a_word_is_no_edit(office: Office, tmp_path: Path) -> None:
    made = office.makes()
    content = saved_by_libreoffice(tmp_path, made.path.read_bytes())
    assert content != made.path.read_bytes()
    made.path.write_bytes(content)

    seen = office.reviews(made.path)
    assert (seen.taken, seen.version, seen.changes, seen.edited) == (False, 1, (), False)


def test_the_coat_of_arms_she_put_in_is_taken_and_outlives_the_next_version(office: Office) -> None:
    made = office.makes()
    document = Document(str(made.path))
    document.sections[0].first_page_header.paragraphs[0].add_run().add_picture(str(ARMS))
    next(one for one in document.paragraphs if one.text == NOTE).runs[0].bold = True
    document.save(str(made.path))

    seen = office.reviews(made.path)
    assert (seen.edited, seen.dressed, seen.changes) == (False, True, ())
    assert not office.takes(made.path).dressed
    office.hears("El muelle se hunde")
    again = Document(str(office.makes().path))
    assert "El muelle se hunde" in text_of(made.path)
    assert len(again.sections[0].first_page_header._element.xpath(".//a:blip")) == 1
    assert next(one for one in again.paragraphs if one.text == NOTE).runs[0].bold


def test_what_she_changed_added_and_took_out_is_shown_line_by_line(office: Office) -> None:
    made = office.makes()
    edit(
        made.path,
        {NOTE: HERS},
        after="Faltan tres",
        add="Se guardó un minuto de silencio.",
        drop="Resultado: se informó",
    )
    seen = office.reviews(made.path)

    assert seen.edited
    assert {(one.kind, one.before, one.after) for one in seen.changes} == {
        (CHANGED, NOTE, HERS),
        (ADDED, "", "Se guardó un minuto de silencio."),
        (REMOVED, "Resultado: se informó.", ""),
    }
    assert {one.under for one in seen.changes} == {"2. Luces del muelle", "1. Apertura"}
    assert text_of(made.path).count(HERS) == 1


def test_inside_a_line_it_is_shown_which_words_came_and_went() -> None:
    told = words_of(Change(CHANGED, "Asistieron cuatro personas.", "Asistieron cinco personas."))

    assert told == (("same", "Asistieron "), ("out", "cuatro "), ("in", "cinco "), ("same", "personas."))


def test_an_edited_file_is_never_written_over(office: Office) -> None:
    made = office.makes()
    content = edit(made.path, {NOTE: HERS})
    office.hears("El muelle se hunde")

    with pytest.raises(Refused) as no:
        office.makes()
    assert no.value.code == "minutes_file_edited"
    assert made.path.read_bytes() == content


def test_the_edit_of_a_secretary_survives_regeneration(office: Office) -> None:
    made = office.makes()
    edit(made.path, {NOTE: HERS}, after="Faltan tres", add="Se guardó un minuto de silencio.")
    taken = office.takes(made.path)
    assert taken.taken

    office.hears("El muelle se hunde")
    office.store.do(
        check_in,
        sitting_id=office.evening.sitting,
        resident_id=neighbour(office.store, "Ana", "Bordón"),
        source="correction",
    )
    again = office.makes()

    text = text_of(again.path)
    assert (again.version, again.edited, again.left) == (2, True, ())
    assert HERS in text
    assert "Se guardó un minuto de silencio." in text
    assert "4 | + 2 | − 1 | = 5" in text
    assert "El muelle se hunde" in text
    assert "Bordón, Ana" in text
    assert "Asistieron cinco (5) personas identificadas." in text
    assert "Borrador, versión 2." in text
    assert "Reclamos (2)" in text
    rows = [line.text for line in lines(again.path.read_bytes()) if line.row and "Bordón" in line.text]
    numbers = [
        line.text.split(" | ")[0] for line in lines(again.path.read_bytes()) if line.under == "Personas presentes"
    ]
    assert rows[0].startswith("2 | ")  # alphabetically between Ávalzar and Ñandúbez, and the rest is numbered anew
    assert [one for one in numbers if one.isdigit()] == ["1", "2", "3", "4", "5"]


def test_making_it_again_with_nothing_new_gives_her_file_back_and_no_version(office: Office) -> None:
    made = office.makes()
    content = edit(made.path, {NOTE: HERS})
    office.takes(made.path).path.unlink()
    again = office.makes()

    assert (again.version, again.path.read_bytes()) == (1, content)
    assert len(office.store.ask(versions, sitting_id=office.evening.sitting)) == 1


def test_her_edits_outlive_the_third_version_too(office: Office) -> None:
    made = office.makes()
    edit(made.path, {NOTE: HERS})
    office.takes(made.path)
    for number, text in enumerate(("Falta un banco", "Falta una rampa"), 2):
        office.hears(text)
        assert office.makes().version == number

    told = text_of(made.path)
    assert HERS in told
    assert "Falta un banco" in told
    assert "Falta una rampa" in told


def test_where_she_and_the_record_both_changed_a_line_hers_stays_and_it_is_told(office: Office) -> None:
    made = office.makes()
    edit(made.path, {"Asistieron cuatro (4) personas identificadas.": "Asistieron cuatro (4) personas y un perro."})
    office.takes(made.path)
    office.store.do(
        check_in,
        sitting_id=office.evening.sitting,
        resident_id=neighbour(office.store, "Ana", "Bordón"),
        source="correction",
    )
    again = office.makes()

    assert "Asistieron cuatro (4) personas y un perro." in text_of(again.path)
    (left,) = again.left
    assert left.after.startswith("Asistieron cinco (5) personas identificadas.")
    assert any("Bordón" in one.after for one in again.brought)


def test_beginning_again_from_the_record_leaves_her_file_where_it_is(office: Office, tmp_path: Path) -> None:
    made = office.makes()
    content = edit(made.path, {NOTE: HERS})
    office.takes(made.path)
    fresh = office.makes(tmp_path / "nueva.docx", fresh=True)

    assert HERS not in text_of(fresh.path)
    assert made.path.read_bytes() == content


def test_what_is_new_since_the_draft_is_offered_as_a_list(office: Office) -> None:
    made = office.makes()
    office.hears("El muelle se hunde")
    news = office.does(news_of)

    assert [one for one in news if one.kind == ADDED and "El muelle se hunde" in one.after]
    assert {one.after for one in news if one.kind == CHANGED} >= {"Reclamos (2)"}
    assert office.reviews(made.path).news == news


@pytest.mark.parametrize(
    ("change", "kind", "said", "record"),
    [
        ({"cuatro (4) personas": "catorce (4) personas"}, "figure", "catorce", "cuatro"),
        ({"cuatro (4) personas": "cuatro (14) personas"}, "figure", "14", "4"),
        ({"de 19:00 a": "de 18:30 a"}, "hour", "18:30", "19:00"),
        ({"Reponer tres faroles": "Reponer trece faroles"}, "figure", "trece", "tres"),
        ({"el vecino Tadeo Quirmelo": "el vecino Tadeo Quirmello"}, "name", "Tadeo Quirmello", "Tadeo Quirmelo"),
        ({"Ñandúbez, Rosenda": "Ñandúvez, Rosenda"}, "name", "Ñandúvez Rosenda", "Ñandúbez Rosenda"),
        ({"− 1": "− 2"}, "figure", "2", "1"),
        ({"siendo las diecinueve horas": "siendo las veinte horas"}, "figure", "veinte", "diecinueve"),
    ],
)
def test_figures_hours_and_names_that_contradict_the_record_are_pointed_out(
    office: Office, change: dict[str, str], kind: str, said: str, record: str
) -> None:
    made = office.makes()
    edit(made.path, change)
    found = office.reviews(made.path).contradictions

    assert (kind, said, record) in {(one.kind, one.said, one.record) for one in found}


def test_a_sentence_of_her_own_is_looked_at_for_people_and_names(office: Office) -> None:
    made = office.makes()
    edit(made.path, {}, after="Faltan tres", add="Estuvieron 12 vecinos. Habló Rosenda Ñandubes con las 4 personas.")
    found = {(one.kind, one.said, one.record) for one in office.reviews(made.path).contradictions}

    assert found == {("count", "12", "4"), ("name", "Rosenda Ñandubes", "Rosenda Ñandúbez")}


def test_taking_somebody_out_of_the_list_is_pointed_out(office: Office) -> None:
    from docx import Document

    made = office.makes()
    document = Document(str(made.path))
    row = next(row for table in document.tables for row in table.rows if "Zubelzúa" in row.cells[1].text)
    row._tr.getparent().remove(row._tr)
    document.save(str(made.path))

    found = office.reviews(made.path).contradictions
    assert [(one.kind, one.record) for one in found] == [("name_gone", "Zubelzúa Yael")]


def test_rewording_without_touching_a_figure_contradicts_nothing(office: Office) -> None:
    made = office.makes()
    edit(made.path, {NOTE: "Al muelle le faltan tres faroles.", "Se recorrió": "Se recorrió de punta a punta"})

    assert office.reviews(made.path).changes
    assert office.reviews(made.path).contradictions == ()


def test_a_file_given_back_on_a_stick_is_put_into_the_folder(office: Office, tmp_path: Path) -> None:
    made = office.makes()
    stick = tmp_path / "pendrive" / "acta corregida.docx"
    stick.parent.mkdir()
    stick.write_bytes(edited(made.path.read_bytes(), {NOTE: HERS}))
    seen = office.takes(stick)

    assert seen.path == made.path
    assert HERS in text_of(made.path)
    kept = office.store.ask(kept_draft, minutes_id=seen.minutes_id)
    assert kept is not None
    assert kept.edited == stick.read_bytes()
    (version,) = office.store.ask(versions, sitting_id=office.evening.sitting)
    assert version.edited_at is not None
    assert version.sha256 == seen.sha256


def test_two_edits_of_one_file_do_not_write_over_each_other(office: Office, tmp_path: Path) -> None:
    made = office.makes()
    mine = edit(made.path, {NOTE: HERS})
    stick = tmp_path / "otra.docx"
    stick.write_bytes(edited(mine, {"Se recorrió": "Se midió"}))
    seen = office.takes(stick)

    assert made.path.read_bytes() == mine
    assert seen.path.name == made.path.stem + " (2).docx"


def test_an_edit_of_an_older_version_is_put_on_top_of_what_is_new(office: Office, tmp_path: Path) -> None:
    made = office.makes()
    mailed = tmp_path / "acta por correo.docx"
    shutil.copyfile(made.path, mailed)
    edit(mailed, {NOTE: HERS})
    office.hears("El muelle se hunde")
    office.makes()
    seen = office.takes(mailed)

    assert (seen.taken, seen.version) == (True, 3)
    assert HERS in text_of(seen.path)
    assert "El muelle se hunde" in text_of(seen.path)


def test_the_file_of_another_sitting_or_no_word_file_is_refused_and_nothing_taken(
    office: Office, tmp_path: Path
) -> None:
    with pytest.raises(Refused) as none:
        office.reviews(office.folder / "nada.docx")
    assert none.value.code == "minutes_file_missing"
    made = office.makes()
    other = asyncio.run(make(office.desk, Order(office.evening.earlier, office.city, tmp_path / "otra.docx")))
    with pytest.raises(Refused) as no:
        office.takes(other.path)
    assert no.value.code == "minutes_file_of_another"
    made.path.write_bytes(b"PK nothing")
    with pytest.raises(Refused) as broken:
        office.takes(made.path)
    assert broken.value.code == "minutes_file_unreadable"


def test_a_file_from_which_another_program_took_the_mark_is_compared_with_the_newest(
    office: Office, tmp_path: Path
) -> None:
    import zipfile

    made = office.makes()
    bare = tmp_path / "de la nube.docx"
    with zipfile.ZipFile(made.path) as old, zipfile.ZipFile(bare, "w") as new:
        for name in old.namelist():
            if name.startswith("customXml"):
                continue
            content = old.read(name)
            if name == "word/_rels/document.xml.rels":
                text = content.decode()
                at = text.index("customXml")
                begin, end = text.rindex("<Relationship ", 0, at), text.index("/>", at) + 2
                content = (text[:begin] + text[end:]).encode()
            new.writestr(name, content)
    bare.write_bytes(edited(bare.read_bytes(), {NOTE: HERS}))

    assert [one.after for one in office.reviews(bare).changes] == [HERS]


def test_tracked_changes_are_read_as_if_they_were_accepted(office: Office) -> None:
    from docx import Document
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    made = office.makes()
    document = Document(str(made.path))
    place = next(one for one in document.paragraphs if one.text == NOTE)
    for run in list(place._p.r_lst):
        place._p.remove(run)
    author = 'w:id="1" w:author="S" w:date="2026-11-27T10:00:00Z"'
    for xml in (
        f"<w:del {nsdecls('w')} {author}><w:r><w:delText>{NOTE}</w:delText></w:r></w:del>",
        f"<w:ins {nsdecls('w')} {author}><w:r><w:t>{HERS}</w:t></w:r></w:ins>",
    ):
        place._p.append(parse_xml(xml))
    document.save(str(made.path))

    assert [(one.before, one.after) for one in office.reviews(made.path).changes] == [(NOTE, HERS)]


def test_a_promise_that_is_settled_anew_is_news_too(office: Office) -> None:
    office.makes()
    office.store.do(make_commitment, sitting_id=office.evening.sitting, text="Poner una baranda", department="Obras")

    assert any("Poner una baranda" in one.after for one in office.does(news_of))
