"""Hostile strings through Word: each is found again as it was typed, nothing runs, every reader opens the file.

A share is tried here; HOSTILE=10000 tries ten thousand.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from desktop.minutes.document import write
from desktop.minutes.filling import fill
from desktop.minutes.making import name_of
from desktop.minutes.papers import FULL, PAPERS, PUBLIC
from desktop.minutes.phrases import load
from desktop.minutes.reading import lines
from desktop.minutes.roles import by_role
from desktop.minutes.saving import bare_name
from desktop.paper.text import legible
from tests.desktop.minutes.evening import EVENING
from tests.desktop.minutes.hostile import evening_of, strings
from tests.desktop.minutes.office import read_with_libreoffice
from tests.desktop.minutes.validators import SDK, complaints, complaints_of_the_sdk

COUNT, EACH, SEED = int(os.environ.get("HOSTILE", "240")), 240, 20261122
TEXTS = list(strings(COUNT, SEED))
BATCHES = [TEXTS[at : at + EACH] for at in range(0, COUNT, EACH)]
SPANISH = load("es_AR")


def squeezed(text: str) -> str:
    """A text as any reader shows it: what cannot be written is marked, blanks of every kind are one."""
    return re.sub(r"[\s\u00ad\u200b\ufeff]+", "", legible(text))


def written(batch: list[str]) -> bytes:
    return write(evening_of(batch)).content


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("hostile")
    paths = [folder / f"hostile{number}.docx" for number in range(len(BATCHES))]
    for path, batch in zip(paths, BATCHES, strict=True):
        path.write_bytes(written(batch))
    return paths


def test_every_string_is_found_again_by_python_docx(files: list[Path]) -> None:
    for path, batch in zip(files, BATCHES, strict=True):
        found = squeezed("\n".join(line.text for line in lines(path.read_bytes())))
        assert [text for text in batch if squeezed(text) not in found] == []


def test_every_string_is_found_again_by_libreoffice(files: list[Path], tmp_path: Path) -> None:
    told = read_with_libreoffice(tmp_path, *(path.read_bytes() for path in files))
    for text_of_file, batch in zip(told, BATCHES, strict=True):
        found = squeezed(text_of_file)
        assert [text for text in batch if squeezed(text) not in found] == []


def test_the_python_judge_has_nothing_against_them(files: list[Path]) -> None:
    assert [told for path in files for told in complaints(path)] == []


def test_the_open_xml_sdk_has_nothing_against_them(files: list[Path]) -> None:
    beside = Path(sys.prefix) / "ooxml" / "node_modules" / ".bin" / SDK
    program = str(beside) if beside.exists() else shutil.which(SDK)
    if program is None:
        pytest.skip("the Open XML SDK is not here: make setup brings it where there is npm")
    assert [told for path in files for told in complaints_of_the_sdk(path, program)] == []


@pytest.mark.parametrize("paper", PAPERS)
def test_every_paper_on_every_template_is_well_in_the_eyes_of_the_judge(paper: str, tmp_path: Path) -> None:
    for language in ("es_AR", "en", "fr", "pt"):
        path = tmp_path / f"{language}.docx"
        facts = replace(EVENING, edition=replace(EVENING.edition, language=language))
        path.write_bytes(write(facts, paper=paper).content)
        assert complaints(path) == []


def test_no_string_is_run_where_a_template_stands(tmp_path: Path) -> None:
    """Every string as a value inside a line: what looks like a template stays text, letter by letter."""
    from docx import Document

    for number, text in enumerate(islice(TEXTS, 60)):
        template = tmp_path / f"t{number}.docx"
        document = Document()
        document.add_paragraph("[{{ consejo }}]")
        document.save(str(template))
        made = fill(template, {"consejo": text}, (), lambda _: [])
        assert squeezed(made.paragraphs[0].text) == squeezed(f"[{text}]")


def test_in_the_public_version_no_hostile_name_is_left() -> None:
    for batch in BATCHES[:2]:
        facts = by_role(evening_of(batch), SPANISH)
        assert not [one for one in facts.people if one.family_name]
        assert write(evening_of(batch), paper=PUBLIC).content


def test_no_string_becomes_a_path_or_a_name_that_a_disk_refuses(tmp_path: Path) -> None:
    for text in TEXTS:
        name = name_of(replace(EVENING, heading=replace(EVENING.heading, council=text)), SPANISH, FULL)
        assert Path(name).name == name
        assert len(name.encode("utf-8")) <= 255
        assert not set(name) & set('<>:"/\\|?*\u202e\x00\n')
        (tmp_path / name).write_bytes(b"")
        assert bare_name(text) == bare_name(bare_name(text))
