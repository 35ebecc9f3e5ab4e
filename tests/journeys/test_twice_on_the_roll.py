"""Somebody came to the room and on Zoom, and the roll has her twice: joined she is one, and parted two again."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from tests.journeys.commands import REPORT, ROLL, Commands

pytestmark = pytest.mark.timeout(300)

COUNTED = ("in_room", "online", "both", "people", "new", "returning")


def named_in(commands: Commands, sitting: str, path: Path) -> int:
    """How often the list of those present names him."""
    told = commands.json("minutes", sitting, "--out", str(path), "--force")
    document = docx.Document(told["path"])
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return sum("Telmo" in cell and "Ñaupári" in cell for cell in cells)


@pytest.fixture
def evening(commands: Commands, tmp_path: Path) -> str:
    """Telmo was written down at the door as somebody new, a letter wrong; on Zoom his e-mail told who he was."""
    commands.json("init", "--city", "rosario", "--district", "oeste")
    (tmp_path / "padron.csv").write_text(ROLL, encoding="utf-8")
    commands.json("residents", "import", str(tmp_path / "padron.csv"))
    sitting: str = commands.json(
        "sitting", "plan", "--council", "Consejo Barrial Echesortu", "--title", "Baches",
        "--at", "2026-11-19T19:00", "--mode", "hybrid",
    )["id"]  # fmt: skip
    commands.json("sitting", "open", sitting)
    at_the_door = commands.json("checkin", sitting, "--walk-in", "Telmo Ñaupáris")["resident"]
    commands.json("residents", "correct", at_the_door, "--document", "99.333.444")
    (tmp_path / "participants.csv").write_text(REPORT, encoding="utf-8")
    commands.json("zoom", "import", sitting, str(tmp_path / "participants.csv"))
    commands.json("sitting", "close", sitting)
    return sitting


def test_joined_he_is_one_everywhere_and_parted_everything_is_as_it_was(
    commands: Commands, evening: str, tmp_path: Path
) -> None:
    def counted() -> dict[str, int]:
        shown = commands.json("sitting", "show", evening)
        assert shown["in_room"] + shown["online"] - shown["both"] == shown["people"]
        return {name: shown[name] for name in COUNTED}

    before = counted()
    assert (before["people"], before["both"]) == (2, 0)
    assert named_in(commands, evening, tmp_path / "dos.docx") == 2
    (found,) = commands.json("residents", "duplicates")["proposals"]
    assert [why["code"] for why in found["reasons"]] == ["same_document", "similar_name"]
    assert found["doubtful"] is False
    code, out, _ = commands("duplicates")
    assert code == 0
    assert "mismo documento 99.333.444, nombre parecido" in out

    joined = commands.json("merge", found["kept"], found["absorbed"])
    assert sorted(joined["rows"]) == sorted((found["kept"], found["absorbed"]))
    after = counted()
    assert (after["people"], after["both"], after["new"]) == (1, 1, 1)
    figures = commands.json("figures", "--from", "2026-11-01", "--to", "2026-11-30", "--district", "oeste")
    assert figures["totals"]["people"] == figures["rows"][0]["people"] == 1
    assert named_in(commands, evening, tmp_path / "una.docx") == 1
    assert commands.json("duplicates")["proposals"] == []
    assert commands.refused("merge", found["absorbed"], found["kept"]) == "Ya son la misma persona."

    parted = commands.json("unmerge", found["absorbed"])
    assert (parted["unmerged"], parted["still_one"]) == ([joined["merge"]], False)
    assert counted() == before
    assert named_in(commands, evening, tmp_path / "otra.docx") == 2
    assert commands.json("residents", "duplicates")["proposals"] == [found]
    assert commands.json("journal", "verify")["ok"] is True


def test_two_people_are_kept_apart_by_the_beginnings_of_their_identifiers(commands: Commands, evening: str) -> None:
    (found,) = commands.json("residents", "duplicates")["proposals"]
    assert commands.refused("residents", "apart", found["kept"], found["kept"]) == "Es la misma ficha: elegí dos."
    assert commands.refused("unmerge", found["kept"]).startswith("Esa ficha no está unida")
    assert commands.refused("residents", "merge", "0000", found["kept"]) == "Esa persona no está en el padrón."
    told = commands.json("residents", "apart", found["kept"][:35], found["absorbed"])
    assert sorted(told["apart"]) == sorted((found["kept"], found["absorbed"]))
    assert commands.json("residents", "duplicates")["proposals"] == []
    assert commands.refused("residents", "merge", found["kept"], found["absorbed"]).startswith(
        "Alguien dijo que son dos"
    )
