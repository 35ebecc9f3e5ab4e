"""The same evening at the terminal: every job of the issue once, each answer with the fields that were agreed."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from tests.journeys.commands import REPORT, ROLL, Commands

pytestmark = pytest.mark.timeout(300)

CARD = "00123456789@ZURUBÍEZ@OFELIA@F@99111222@A@04/03/1958@01/06/2019"


def test_an_evening_at_the_terminal(commands: Commands, tmp_path: Path) -> None:
    made = commands.json("init", "--city", "rosario", "--district", "oeste")
    assert set(made) >= {"home", "desk", "recovery_code"}
    people = take_in_the_roll(commands, tmp_path)
    sitting = commands.json(
        "sitting", "plan", "--council", "Consejo Barrial Echesortu", "--title", "Baches",
        "--at", "2026-11-19T19:00", "--mode", "hybrid",
    )["id"]  # fmt: skip
    commands.json("agenda", "add", sitting, "Apertura", "--minutes", "10")
    commands.json("agenda", "add", sitting, "Baches")
    commands.json("sitting", "open", sitting)
    at_the_door(commands, sitting, people)
    commands.json("agenda", "next", sitting)
    commands.json(
        "issue", "add", sitting, "--text", "Un bache grande", "--kind", "complaint", "--by", people["Zurubíez"]
    )
    from_zoom(commands, sitting, people, tmp_path)
    commands.json("sitting", "close", sitting)
    acta(commands, sitting, tmp_path)
    told = commands.json("figures", "--from", "2026-11-01", "--to", "2026-11-30", "--district", "oeste")
    assert told["rows"][0]["people"] == told["totals"]["people"] == 4
    verified = commands.json("journal", "verify")
    assert verified["ok"] is True
    assert verified["entries"] > 20


def take_in_the_roll(commands: Commands, folder: Path) -> dict[str, str]:
    file = folder / "padron.csv"
    file.write_text(ROLL, encoding="utf-8")
    assert commands.json("residents", "import", str(file)).items() >= {"new": 3, "same": 0, "errors": 0}.items()
    assert commands.json("residents", "import", str(file)).items() >= {"new": 0, "same": 3}.items()
    found = {}
    for name in ("Zurubíez", "Ñaupáriz", "Quillahuetz"):
        (one,) = commands.json("residents", "search", name[:6])["residents"]
        assert one["family_name"] == name
        found[name] = one["id"]
    return found


def at_the_door(commands: Commands, sitting: str, people: dict[str, str]) -> None:
    first = commands.json("checkin", sitting, "--scan", CARD)
    assert (first["resident"], first["way"], first["already"], first["new"]) == (
        people["Zurubíez"], "room", False, True,
    )  # fmt: skip
    assert commands.json("checkin", sitting, "--document", "99.111.222")["already"] is True
    assert commands.json("checkin", sitting, "--walk-in", "Zoilo Arrascaeta")["already"] is False
    shown = commands.json("sitting", "show", sitting)
    assert (shown["state"], shown["in_room"], shown["people"], shown["new"]) == ("open", 2, 2, 2)


def from_zoom(commands: Commands, sitting: str, people: dict[str, str], folder: Path) -> None:
    file = folder / "participants.csv"
    file.write_text(REPORT, encoding="utf-8")
    came = commands.json("zoom", "import", sitting, str(file))
    assert came.items() >= {"rows": 2, "groups": 2, "sure": 1, "repeated": False}.items()
    assert commands.json("zoom", "import", sitting, str(file))["repeated"] is True
    waiting = next(one for one in commands.json("matching", "show", sitting)["groups"] if not one["residents"])
    assert set(waiting) >= {"id", "names", "verdict", "residents", "candidates", "minutes"}
    commands.json("matching", "confirm", sitting, waiting["id"], people["Quillahuetz"])
    shown = commands.json("sitting", "show", sitting)
    assert shown["in_room"] + shown["online"] - shown["both"] == shown["people"] == 4
    assert shown["unresolved"] == 0


def acta(commands: Commands, sitting: str, folder: Path) -> None:
    told = commands.json("minutes", sitting, "--out", str(folder / "acta.docx"))
    assert len(told["sha256"]) == 64
    document = docx.Document(told["path"])
    words = " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    words += " ".join(paragraph.text for paragraph in document.paragraphs)
    for name in ("Zurubíez", "Ñaupáriz", "Quillahuetz", "Arrascaeta", "Un bache grande"):
        assert name in words
