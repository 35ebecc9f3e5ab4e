"""The minutes of the largest sitting: 1,000 people, 40 items, 120 issues; against raw strings in a zip, and add_row."""

import io
import statistics
import threading
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import replace
from html import escape

from docx import Document

from db.minutes.facts import Issue, Item, MinutesFacts, Turn
from desktop.minutes.composition import compose
from desktop.minutes.document import write
from desktop.minutes.phrases import load
from desktop.minutes.preview import render
from desktop.minutes.reading import lines
from tests.desktop.minutes.evening import MARTA, RAUL, at, crowd

PEOPLE, ITEMS, ISSUES = 1000, 40, 120
LARGEST, USUAL = 10.0, 2.0  # seconds
LIMIT, SAVED = 60, 2  # at most so many times the raw limit; at least so many times as fast as add_row


def sitting(people: int, items: int, issues: int) -> MinutesFacts:
    """An evening of that size: notes and turns in every item."""
    turns = tuple(Turn(who, "room", 40) for who in (MARTA, RAUL) * 3)
    agenda = tuple(
        Item(
            f"Punto {n}",
            "",
            5,
            at(n * 2),
            at(n * 2 + 2),
            "Se habló de esto.\nY de aquello. " * 4,
            "agreed",
            False,
            turns,
        )
        for n in range(items)
    )
    raised = tuple(
        Issue(("complaint", "proposal", "question")[n % 3], f"Pedido {n}: falta luz en la cuadra", MARTA, "room",
              "Plaza", "Ambiente", "Alumbrado")
        for n in range(issues)
    )  # fmt: skip
    return replace(crowd(people), items=agenda, issues=raised)


# What a row is dressed in, as in our file: the limit writes the same markup, and knows nothing of what it means.
ROW = "<w:trPr><w:cantSplit/></w:trPr>"
CELL = (
    '<w:tc><w:tcPr><w:tcW w:w="1549" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="MinutesCell"/></w:pPr>'
    '<w:r><w:t xml:space="preserve">'
)
END = "</w:t></w:r></w:p></w:tc>"


def processor(job: Callable[[], object], rounds: int) -> float:
    """Median seconds of the processor: ratios on the clock of the wall would measure what else the machine does."""
    job()
    taken = []
    for _ in range(rounds):
        began = time.process_time()
        job()
        taken.append(time.process_time() - began)
    return statistics.median(taken)


def rows_of(facts: MinutesFacts) -> list[list[str]]:
    return [list(line.text.split(" | ")) for line in lines(write(facts).content) if line.row]


def test_the_minutes_of_a_thousand_people(measured) -> None:
    """Under ten seconds and never more than LIMIT times a zip of bare strings; the table alone beats add_row."""
    facts = sitting(PEOPLE, ITEMS, ISSUES)
    content = write(facts).content
    assert sum(line.row and "Nombre0" in line.text for line in lines(content)) == PEOPLE
    rows = rows_of(facts)

    def raw() -> bytes:
        body = "".join(f"<w:tr>{ROW}{''.join(CELL + escape(cell) + END for cell in row)}</w:tr>" for row in rows)
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("word/document.xml", f"<w:document><w:body><w:tbl>{body}</w:tbl></w:body></w:document>")
        return made.getvalue()

    def by_add_row() -> bytes:
        document = Document()
        for width in sorted({len(row) for row in rows}):
            table = document.add_table(0, width)
            for row in rows:
                if len(row) == width:
                    for cell, text in zip(table.add_row().cells, row, strict=True):
                        cell.text = text
        made = io.BytesIO()
        document.save(made)
        return made.getvalue()

    limit, peer, ours = (
        processor(job, rounds) for job, rounds in ((raw, 7), (by_add_row, 1), (lambda: write(facts), 5))
    )
    measured.lines.append(
        f"of the processor: ours {ours * 1000:.0f} ms, {ours / limit:.1f} times the raw limit ({limit * 1000:.0f} ms), "
        f"{peer / ours:.1f} times as fast as add_row ({peer * 1000:.0f} ms), {len(rows)} rows"
    )
    taken = measured(
        f"the whole minutes, {PEOPLE} people, {ITEMS} items, {ISSUES} issues", lambda: write(facts), rounds=3
    )
    assert taken < LARGEST
    assert ours / limit < LIMIT
    assert peer / ours > SAVED


def test_a_usual_evening_and_the_draft_on_the_screen(measured) -> None:
    """Sixty people: the file and the draft in well under two seconds."""
    facts = sitting(60, 8, 15)
    spanish = load("es_AR")
    assert measured("minutes of 60 people", lambda: write(facts), rounds=5) < USUAL
    more = str(spanish.section("page")["more"])
    assert measured("their draft on the screen", lambda: render(compose(facts, spanish), more), rounds=5) < USUAL
    assert measured("their public version", lambda: write(facts, paper="public"), rounds=5) < USUAL


def test_the_public_version_of_a_thousand_people(measured) -> None:
    """Looking for a thousand names in what was written down takes no longer than the acta itself may."""
    facts = sitting(PEOPLE, ITEMS, ISSUES)
    assert measured("public version, 1,000 people", lambda: write(facts, paper="public"), rounds=3) < LARGEST


def test_the_memory_of_the_largest() -> None:
    """What is held at most while it is written, in megabytes, stays below a hundred."""
    facts = sitting(PEOPLE, ITEMS, ISSUES)
    write(facts)
    tracemalloc.start()
    began = time.perf_counter()
    write(facts)
    taken, (_, most) = time.perf_counter() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken < 4 * LARGEST  # tracing slows it
    assert most < 100_000_000


def test_the_window_goes_on_while_the_largest_is_written() -> None:
    """The file is written beside the window: who types meanwhile waits a quarter of a second for a letter at most."""
    facts = sitting(PEOPLE, ITEMS, ISSUES)
    write(facts)
    pauses, ended = [], threading.Event()

    def work() -> None:
        write(facts)
        ended.set()

    writer = threading.Thread(target=work)
    writer.start()
    before = time.perf_counter()
    while not ended.wait(0.005):
        now = time.perf_counter()
        pauses.append(now - before)
        before = now
    writer.join()
    assert len(pauses) > 5
    assert max(pauses) < 0.25
