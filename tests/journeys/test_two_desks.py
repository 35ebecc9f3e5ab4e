"""Door and table share one sitting, lose the network, go on, and meet again: a real server, a line that falls."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop import i18n
from desktop.cli import run
from desktop.practice.two_desks import STEPS, play_apart
from tests.postgres import Cluster


def administrator(cluster: Cluster) -> str:
    return cluster.url().render_as_string(hide_password=False)


def left_behind(cluster: Cluster) -> list[str]:
    """Databases and roles of the practice that are still on the server."""
    with cluster.connect() as admin:
        found = admin.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE 'cabildo%' UNION ALL "
            "SELECT rolname FROM pg_roles WHERE rolname LIKE 'cabildo%'"
        ).fetchall()
    return [name for (name,) in found]


def test_two_desks_that_lose_each_other_hold_the_same_when_they_meet_again(
    cluster: Cluster, server: str, tmp_path: Path, qapp: QApplication
) -> None:
    i18n.install(qapp)
    told: list[str] = []
    outcome = play_apart(tmp_path, administrator(cluster), lambda step, place, whole: told.append(step))
    assert len(told) == len(STEPS)
    facts = {line.what: (line.door, line.table) for line in outcome.facts}
    assert facts["Personas presentes"] == ("7", "7")
    assert facts["de ellas, Rosa Peñalva"] == ("1", "1")
    assert facts["Orden de los puntos"] == ("1 5 2 4 3", "1 5 2 4 3")
    nouns = {line.what: line for line in outcome.nouns}
    assert {"resident", "presence", "issue", "item", "merge", "commitment", "sitting"} <= set(nouns)
    assert all(line.same and line.third for line in outcome.nouns)
    both = {one.key.register: (one.standing.by, one.lost.by, one.standing.values, one.lost.values)
            for one in outcome.conflicts}  # fmt: skip
    assert set(both) == {"phone", "notes"}
    by, other, standing, lost = both["phone"]
    assert (by, other) == ("Mesa", "Puerta")
    assert [str(value)[-7:] for _, value in (*standing, *lost)] == ["5550202", "5550201"]
    assert left_behind(cluster) == []


def test_the_table_that_a_person_reads_is_printed_and_a_server_is_asked_for(
    cluster: Cluster, server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    qapp: QApplication,
) -> None:  # fmt: skip
    out = tmp_path / "out"
    assert run(["evening", "--two-desks", "--out", str(out)]) == 2
    assert "CABILDO_SERVER_URL" in capsys.readouterr().err
    monkeypatch.setenv("CABILDO_SERVER_URL", administrator(cluster))
    assert run(["evening", "--two-desks", "--out", str(out)]) == 0
    page = capsys.readouterr().out
    for words in ("Puerta", "Mesa", "Base compartida", "Personas presentes", "3415550201", "3415550202", "Presencia"):
        assert words in page, words
    assert (out / "dos-puestos.md").read_text(encoding="utf-8").strip() in page
    assert run(["--json", "evening", "--two-desks", "--out", str(out)]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["same"] is True
    assert len(said["conflicts"]) == 2
