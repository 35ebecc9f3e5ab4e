"""The templates in the tree are those their builder builds, and hold every style and field the writer asks for."""

from __future__ import annotations

import runpy
import shutil
import zipfile
from pathlib import Path

import pytest
from docx import Document

from desktop.minutes.papers import PAPERS
from desktop.minutes.phrases import FOLDER, load
from desktop.minutes.wordml import STYLES


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


BUILDER = runpy.run_path(str(FOLDER / "build_template.py"))
LANGUAGES = BUILDER["languages"]()
EVERY = [(language, paper) for language in LANGUAGES for paper in PAPERS]


def test_every_language_is_here() -> None:
    assert LANGUAGES == ["en", "es_AR", "fr", "pt"]


@pytest.mark.parametrize(("language", "paper"), EVERY)
def test_a_template_is_what_its_builder_builds(tmp_path: Path, language: str, paper: str) -> None:
    shutil.copytree(FOLDER / language, tmp_path / language, ignore=shutil.ignore_patterns("*.docx"))
    built = BUILDER["build"](language, paper, tmp_path)

    assert parts(built) == parts(load(language).template(paper))


@pytest.mark.parametrize(("language", "paper"), EVERY)
def test_a_template_holds_every_style_the_writer_asks_for(language: str, paper: str) -> None:
    template = load(language).template(paper)
    styles = {style.style_id for style in Document(str(template)).styles}
    wanted = {*STYLES.values(), "MinutesTable", "MinutesPairs", "MinutesSum", "MinutesSignatures"}

    assert wanted <= styles
    assert not [name for name in parts(template) if "thumbnail" in name or "stylesWithEffects" in name]


def test_no_trace_of_another_language_is_in_a_spanish_template() -> None:
    for paper in PAPERS:
        template = parts(load("es_AR").template(paper))
        assert b"en-US" not in b"".join(template[name] for name in ("word/styles.xml", "word/settings.xml"))
