"""Putting the file where the person wants it: never over somebody's work, never half of it."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path

import pytest

from db.errors import Refused, Unavailable
from desktop.minutes.saving import file_name, look_before, place, save

OLD = b"what was here"
OURS = {hashlib.sha256(OLD).hexdigest()}


def test_a_file_of_ours_may_be_written_over_and_an_edited_one_may_not(tmp_path: Path) -> None:
    path = tmp_path / "acta.docx"
    look_before(path, known=())
    path.write_bytes(OLD)
    look_before(path, known=OURS)
    path.write_bytes(b"edited by hand")

    with pytest.raises(Refused) as no:
        look_before(path, known=OURS)
    assert (no.value.code, no.value.facts) == ("minutes_file_edited", {"path": str(path)})
    look_before(path, known=OURS, force=True)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refused) as no:
        look_before(tmp_path / "nada" / "acta.docx", known=())
    assert no.value.code == "minutes_folder_missing"


def test_what_is_written_is_whole_and_for_this_person_alone(tmp_path: Path) -> None:
    path = tmp_path / "acta.docx"
    path.write_bytes(OLD)
    save(path, b"new")

    assert path.read_bytes() == b"new"
    assert [one.name for one in tmp_path.iterdir()] == ["acta.docx"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_place_that_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    # A folder in the place of the file: refused to everybody, also to root, for whom no permission is missing.
    path = tmp_path / "acta.docx"
    path.mkdir()
    with pytest.raises(Unavailable) as no:
        save(path, b"new")

    assert no.value.code == "minutes_file_unwritable"
    assert [one.name for one in tmp_path.iterdir()] == ["acta.docx"]


def test_a_folder_takes_the_name_of_the_acta_and_a_bare_name_its_ending(tmp_path: Path) -> None:
    assert place(tmp_path, "Acta 1.docx") == tmp_path / "Acta 1.docx"
    assert place(tmp_path / "acta", "Acta 1.docx") == tmp_path / "acta.docx"
    assert place(tmp_path / "acta.doc", "Acta 1.docx") == tmp_path / "acta.doc"


def test_the_name_of_the_file_is_one_that_every_system_takes() -> None:
    assert file_name("Acta 14-2026 Consejo Ñandú") == "Acta 14-2026 Consejo Ñandú.docx"
    assert file_name('Acta: "a/b\\c" <d>|?*\x00…') == "Acta a b c d ….docx"
    assert len(os.fsencode(file_name("ñ" * 400))) <= 255
