"""The template in the tree is the one its builder builds, and it holds every style the writer asks for."""

from __future__ import annotations

import runpy
import shutil
import zipfile
from pathlib import Path

from docx import Document

from desktop.minutes.phrases import FOLDER, load
from desktop.minutes.wordml import STYLES


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_template_is_what_its_builder_builds(tmp_path: Path) -> None:
    shutil.copytree(FOLDER / "es_AR", tmp_path / "es_AR", ignore=shutil.ignore_patterns("*.docx"))
    built = runpy.run_path(str(FOLDER / "build_template.py"))["build"]("es_AR", tmp_path)

    assert parts(built) == parts(FOLDER / "es_AR" / "template.docx")


def test_the_template_holds_every_style_the_writer_asks_for_and_no_trace_of_another_language() -> None:
    template = load("es_AR").template
    styles = {style.style_id for style in Document(str(template)).styles}
    wanted = {*STYLES.values(), "MinutesTable", "MinutesPairs", "MinutesSum", "MinutesSignatures"}

    assert wanted <= styles
    assert not [name for name in parts(template) if "thumbnail" in name or "stylesWithEffects" in name]
    assert b"en-US" not in b"".join(parts(template)[name] for name in ("word/styles.xml", "word/settings.xml"))
