"""Templates as a secretary edits them: her own is used, a broken one says what is wrong and where, none runs code."""

from __future__ import annotations

import asyncio
import html
import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from db.errors import Refused
from db.minutes.queries import versions
from db.places.city import City
from db.work import Store
from desktop.minutes.document import write
from desktop.minutes.making import Order, make
from desktop.minutes.papers import PAPERS, PUBLIC
from desktop.minutes.phrases import load
from desktop.minutes.reading import lines
from desktop.minutes.templates import folder_of, lay_out, template_for
from desktop.wording import sentence
from tests.db.sittings.council import opened_sitting
from tests.desk import PlainDesk
from tests.desktop.minutes.evening import EVENING

SPANISH = load("es_AR")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The template of the acta in the hands of a secretary."""
    lay_out(tmp_path, SPANISH)
    return template_for("full", SPANISH, tmp_path)


def typed(path: Path, text: str, *, instead_of: str = "", style: str = "") -> None:
    """Types a paragraph at the end of a template, or in the place of another."""
    document = Document(str(path))
    if instead_of:
        next(one for one in document.paragraphs if instead_of in one.text).runs[0].text = text
    else:
        document.add_paragraph(text, style=style or None)
    document.save(str(path))


def text_with(path: Path, paper: str = "full") -> str:
    return "\n".join(line.text for line in lines(write(EVENING, paper=paper, template=path).content))


def refused(path: Path, paper: str = "full") -> Refused:
    with pytest.raises(Refused) as no:
        write(EVENING, paper=paper, template=path)
    return no.value


def test_her_template_is_in_a_folder_she_can_find_and_is_the_one_that_is_used(tmp_path: Path) -> None:
    assert template_for("full", SPANISH, tmp_path) == SPANISH.template("full")
    put = lay_out(tmp_path, SPANISH)

    assert folder_of(tmp_path, SPANISH) == tmp_path / "Plantillas"
    assert [path.name for path in put] == [SPANISH.template_name(paper) for paper in PAPERS]
    assert template_for("full", SPANISH, tmp_path) == tmp_path / "Plantillas" / "acta.docx"
    (tmp_path / "Plantillas" / "acta.docx").write_bytes(b"hers")
    assert lay_out(tmp_path, SPANISH) == ()
    assert (tmp_path / "Plantillas" / "acta.docx").read_bytes() == b"hers"


def test_the_acta_is_written_on_her_template_in_her_home(store: Store, city: City, tmp_path: Path) -> None:
    lay_out(tmp_path, SPANISH)
    typed(template_for("full", SPANISH, tmp_path), "Dios guarde a {{ vecinas_y_vecinos }}.")
    sitting = opened_sitting(store)
    made = asyncio.run(make(PlainDesk(store), Order(sitting, city, tmp_path, home=tmp_path)))

    assert lines(made.path.read_bytes())[-1].text == "Dios guarde a las personas presentes."


def test_a_broken_template_begins_no_version(store: Store, city: City, tmp_path: Path) -> None:
    lay_out(tmp_path, SPANISH)
    typed(template_for("full", SPANISH, tmp_path), "{{ nada_de_eso }}")
    sitting = opened_sitting(store)

    with pytest.raises(Refused):
        asyncio.run(make(PlainDesk(store), Order(sitting, city, tmp_path, home=tmp_path)))
    assert store.ask(versions, sitting_id=sitting) == ()


def test_fields_conditions_and_repetitions_are_filled(own: Path) -> None:
    typed(own, "{%p if hay_planteos %}")
    typed(own, "Asistieron {{ asistentes_en_letras }} ({{ asistentes }}) por {{ autoridad|upper }}.")
    typed(own, "{%p else %}")
    typed(own, "Sin planteos.")
    typed(own, "{%p endif %}")
    typed(own, "{% for n in range(3) %}{{ n }};{% endfor %}")
    text = text_with(own)

    assert "Asistieron cuatro (4) por MUNICIPALIDAD DE PUERTO ALEGRÍA." in text
    assert "Sin planteos." not in text
    assert text.endswith("0;1;2;")


def test_a_field_that_word_has_cut_in_pieces_is_filled_in_body_and_letterhead(own: Path) -> None:
    document = Document(str(own))
    for holder in (document, document.sections[0].first_page_header):
        place = holder.add_paragraph()
        for piece in ("Por {", "{ auto", "ridad ", "}} · {{ con", "sejo }}"):
            place.add_run(piece).bold = piece == "ridad "
    document.save(str(own))
    made = Document(io.BytesIO(write(EVENING, template=own).content))

    wanted = "Por Municipalidad de Puerto Alegría · Consejo Barrial Las Acacias"
    assert made.paragraphs[-1].text == wanted
    assert made.sections[0].first_page_header.paragraphs[-1].text == wanted


def test_she_may_reword_headings_and_leave_parts_out_or_move_them(own: Path) -> None:
    document = Document(str(own))
    for paragraph in list(document.paragraphs):
        if "{{ personas }}" in paragraph.text or paragraph.text == "Personas presentes":
            document.element.body.remove(paragraph._p)
    next(one for one in document.paragraphs if one.text == "Asistencia").runs[0].text = "Quiénes estuvimos"
    document.save(str(own))
    text = text_with(own)

    assert "Quiénes estuvimos" in text
    assert "Ibarra, Raúl Alberto" not in text


@pytest.mark.parametrize(
    ("text", "code", "facts"),
    [
        ("Sr. {{ autoridd }} presente", "minutes_template_field",
         {"field": "autoridd", "where": "Sr. {{ autoridd }} presente", "near": "autoridad"}),
        ("{% if hay_plantos %}x{% endif %}", "minutes_template_field",
         {"field": "hay_plantos", "where": "{% if hay_plantos %}x{% endif %}", "near": "hay_planteos"}),
        ("Hola {{ autoridad", "minutes_template_syntax", {"where": "Hola {{ autoridad"}),
        ("Hola autoridad }} y chau", "minutes_template_syntax", {"where": "Hola autoridad }} y chau"}),
        ("{{ autoridad + }}", "minutes_template_syntax", {"where": "{{ autoridad + }}"}),
        ("Las personas: {{ personas }}", "minutes_template_part_not_alone",
         {"field": "personas", "where": "Las personas: {{ personas }}"}),
    ],
)  # fmt: skip
def test_a_broken_template_says_what_is_wrong_and_where(own: Path, text: str, code: str, facts: dict[str, str]) -> None:
    typed(own, text)
    no = refused(own)

    assert (no.code, no.facts) == (code, {"file": "acta.docx", **facts})


def test_a_condition_that_nobody_ended_is_found_by_its_line(own: Path) -> None:
    typed(own, "{%p if hay_planteos %}")
    assert refused(own).code == "minutes_template_syntax"


def test_a_part_in_the_letterhead_or_in_a_table_is_refused_in_words(own: Path) -> None:
    document = Document(str(own))
    document.sections[0].first_page_header.add_paragraph("{{ firmas }}")
    document.save(str(own))
    assert refused(own).code == "minutes_template_part_not_alone"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut off", b"{\\rtf1 old}", None])
def test_what_is_no_word_document_is_refused_by_its_name(own: Path, content: bytes | None) -> None:
    if content is None:  # a zip that is something else
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as package:
            package.writestr("hoja.xml", "<x/>")
        content = buffer.getvalue()
    own.write_bytes(content)

    no = refused(own)
    assert (no.code, no.facts) == ("minutes_template_unreadable", {"file": "acta.docx"})


@pytest.mark.parametrize(
    "text",
    [
        "{{ autoridad.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ lipsum.__globals__['os'].popen('id').read() }}",
        "{{ 'a' * 10000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{% for n in range(999999999) %}x{% endfor %}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{{ 1 / 0 }}",
        "{{ autoridad() }}",
    ],
)
def test_a_template_reaches_nothing_of_the_program(own: Path, text: str) -> None:
    typed(own, text)
    assert refused(own).code in ("minutes_template_syntax", "minutes_template_field")


def test_what_was_typed_is_never_read_as_a_template(own: Path) -> None:
    from dataclasses import replace

    typed(own, "[{{ consejo }}] [{{ lugar }}]")
    nasty = "{{ 7*7 }}{% x %} <b> & ]]> {_{ }_} {_% %_}"
    facts = replace(EVENING, heading=replace(EVENING.heading, council=nasty, place="línea\notra\ttabulada"))
    found = lines(write(facts, template=own).content)

    assert found[-1].text == f"[{nasty}] [línea otra tabulada]"
    package = zipfile.ZipFile(io.BytesIO(write(facts, template=own).content))
    footer = html.unescape(package.read("word/footer1.xml").decode())
    assert nasty in re.sub("<w[^>]*>|</w[^>]*>", "", footer)
    assert not [name for name in package.namelist() if "\ufdd0" in package.read(name).decode("utf-8", "replace")]


def test_the_public_version_has_no_field_for_a_name(tmp_path: Path) -> None:
    lay_out(tmp_path, SPANISH)
    path = template_for(PUBLIC, SPANISH, tmp_path)
    for field in ("personas", "coordinacion", "firmas"):
        content = path.read_bytes()
        typed(path, "{{ " + field + " }}")
        assert refused(path, PUBLIC).facts["field"] == field
        path.write_bytes(content)


def test_a_template_begun_on_other_paper_gets_the_styles_it_lacks(tmp_path: Path) -> None:
    other = tmp_path / "acta.docx"
    document: Any = Document()
    document.add_paragraph("{{ titulo }}")
    for part in ("asistencia", "personas", "firmas"):
        document.add_paragraph("{{ " + part + " }}")
    document.save(str(other))
    made = Document(io.BytesIO(write(EVENING, template=other).content))

    assert {"MinutesTable", "MinutesCell", "MinutesBar"} <= {style.style_id for style in made.styles}
    assert all(table.style and table.style.style_id.startswith("Minutes") for table in made.tables)
    assert made.styles.element.find(f"{qn('w:docDefaults')}//{qn('w:lang')}").get(qn("w:val")) == "es-AR"


def test_every_refusal_of_a_template_has_its_sentence() -> None:
    facts = {"file": "acta.docx", "field": "autoridd", "where": "Sr. {{ autoridd }}", "near": "autoridad"}
    said = sentence("minutes_template_field", facts)

    assert "acta.docx" in said
    assert "autoridd" in said
    assert "autoridad" in said
