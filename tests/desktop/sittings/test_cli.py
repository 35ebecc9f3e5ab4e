"""`cabildo sitting` from the terminal: what it answers, and how it says no."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.home import Home
from tests.desktop.sittings.room import Terminal


@pytest.fixture
def terminal(
    qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Terminal:
    return Terminal(Home(tmp_path / "desk"), monkeypatch, capsys)


def test_a_sitting_is_planned_opened_shown_and_closed(terminal: Terminal) -> None:
    sitting = terminal.planned()
    assert terminal.json("sitting", "open", sitting) == {"id": sitting, "state": "open"}
    told = terminal.json("sitting", "show", sitting[:13])
    figures = {name: told[name] for name in ("in_room", "online", "both", "people", "unnamed", "unresolved", "new")}
    assert set(figures.values()) == {0}
    assert told["returning"] == 0
    assert (told["id"], told["state"], told["items"], told["issues"], told["commitments"]) == (
        sitting,
        "open",
        [],
        [],
        [],
    )
    closed = terminal.json("sitting", "close", sitting)
    closing = terminal.json("sitting", "show", sitting)["closing"]
    assert (closed["state"], closed["facts_hash"], closing["same"]) == ("closed", closing["facts_hash"], True)


def test_the_hour_without_a_zone_is_that_of_the_city(terminal: Terminal) -> None:
    told = terminal.json("sitting", "show", terminal.planned())
    assert told["starts_at"] == "2026-11-19T22:00:00.000000Z"


def test_a_person_reads_lines_in_spanish(terminal: Terminal) -> None:
    sitting = terminal.planned()
    code, out, _ = terminal.call("sitting", "list")
    assert (code, out.strip()) == (
        0,
        f"{sitting}  19/11/2026 19:00  Consejo El Muelle: Primera sesión  (híbrida, planificada)",
    )
    _, out, _ = terminal.call("sitting", "open", sitting)
    assert out.strip() == "La sesión está abierta."
    _, out, _ = terminal.call("sitting", "close", sitting)
    assert "En sala 0 + en Zoom 0 - ambas 0 = personas 0" in out


def test_a_list_of_nothing_says_so(terminal: Terminal) -> None:
    assert terminal.json("sitting", "list") == {"sittings": []}
    assert terminal.call("sitting", "list")[1].strip() == "Todavía no hay ninguna sesión planificada."


def test_the_mode_may_be_written_as_one_speaks_and_the_district_by_its_name(terminal: Terminal) -> None:
    told = terminal.json(
        "sitting", "plan", "--council", "Consejo Mirador", "--title", "T", "--at", "2026-11-20T18:00",
        "--mode", "Híbrida", "--district", "Loma", "--place", "Club", "--zoom", "912 3456-7890", "--kind", "thematic",
    )  # fmt: skip
    (listed,) = terminal.json("sitting", "list")["sittings"]
    assert (listed["id"], listed["mode"], listed["district"], listed["place"], listed["council_kind"]) == (
        told["id"],
        "hybrid",
        "Loma",
        "Club",
        "thematic",
    )


def test_each_no_is_a_sentence(terminal: Terminal) -> None:
    sitting = terminal.planned()
    assert terminal.refused("sitting", "close", sitting) == "La sesión todavía no está abierta."
    terminal.json("sitting", "open", sitting)
    assert terminal.refused("sitting", "open", sitting) == "La sesión ya está abierta."
    other = terminal.planned("Segunda sesión")
    assert terminal.refused("sitting", "open", other) == (
        "Todavía está abierta «Primera sesión» en este puesto. Cerrala primero."
    )
    assert terminal.refused("sitting", "show", "zzzzzzz") == "No hay ninguna sesión zzzzzzz."
    assert "T25:99" in terminal.refused("sitting", "plan", "--council", "C", "--title", "T", "--at", "2026-11-19T25:99")
    assert (
        terminal.refused("sitting", "plan", "--council", "C", "--title", " ", "--at", "2026-11-19T19:00")
        == "La sesión necesita un título."
    )


def test_what_was_postponed_comes_first_at_the_next_one(terminal: Terminal) -> None:
    from db.agenda.commands import postpone
    from db.home import open_home, unlock

    first = terminal.planned()
    item = terminal.json("agenda", "add", first, "La garita")["id"]
    opened = open_home(terminal._home, unlock(terminal._home, "correct horse battery"))
    opened.store.do(postpone, item_id=item)
    opened.store.close()
    told = terminal.json(
        "sitting", "plan", "--council", "consejo el muelle", "--title", "Segunda", "--at", "2026-12-03T19:00"
    )
    assert told["carried"] == 1
    (carried,) = terminal.json("agenda", "show", told["id"])["items"]
    assert carried["title"] == "La garita"


def test_a_missing_option_is_a_mistake_of_usage_and_no_bug(terminal: Terminal) -> None:
    code, out, err = terminal.call("sitting", "plan")
    assert (code, out) == (2, "")
    assert "--council" in err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("sitting", "plan"), "Falta --council."),
        (("sitting", "empezar"), "La orden no se escribe así."),
        (("sitting", "show", "uno", "dos"), "La orden no se escribe así."),
        (("sitting", "list", "--todas"), "No existe la opción --todas."),
    ],
)
def test_a_mistake_of_usage_is_told_in_spanish(terminal: Terminal, words: tuple[str, ...], sentence: str) -> None:
    code, out, err = terminal.call(*words)
    assert (code, out) == (2, "")
    assert err.startswith(sentence)
    assert "Ayuda:" in err
    assert "Usage" not in err


@pytest.mark.parametrize("year", ["0226", "0001", "9999"])
def test_a_slip_in_the_year_is_refused_and_the_list_stays_readable(terminal: Terminal, year: str) -> None:
    code, out, err = terminal.call(
        "sitting", "plan", "--council", "El Muelle", "--title", "Primera", "--at", f"{year}-11-19T19:00"
    )
    assert (code, out) == (2, "")
    assert year in err
    assert terminal.json("sitting", "list") == {"sittings": []}


def test_a_name_from_a_terminal_in_another_alphabet_is_refused(terminal: Terminal) -> None:
    code, out, err = terminal.call("sitting", "show", "Mu\udcf1oz")
    assert (code, out) == (2, "")
    assert "UTF-8" in err


def test_a_number_that_is_none_of_zoom_and_a_day_without_an_hour_plan_nothing(terminal: Terminal) -> None:
    plan = ("sitting", "plan", "--council", "Consejo Mirador", "--title", "T", "--at")
    for number in ("abc", "84", "912 3456 7890 1", "912x34567890"):
        assert terminal.refused(*plan, "2026-11-20T18:00", "--zoom", number) == (
            f"«{number}» no es el número de una reunión de Zoom: tiene de 9 a 11 cifras, como 912 3456 7890."
        )
    for day in ("2026-11-20", "20261120"):
        assert terminal.refused(*plan, day) == f"A {day} le falta la hora. Escribilo así: {day}T19:00."
    assert terminal.json("sitting", "list") == {"sittings": []}


def test_a_council_that_met_before_is_planned_by_its_name_alone(terminal: Terminal) -> None:
    first = terminal.planned()
    terminal.json("agenda", "add", first, "Apertura", "--minutes", "10")
    terminal.json("sitting", "change", first, "--place", "Club El Ombú", "--minutes", "90", "--mode", "virtual")
    terminal.json("sitting", "change", first, "--facilitator", "Graciela")
    made = terminal.json("sitting", "plan", "--council", "consejo el muelle", "--agenda")["id"]
    (card,) = [one for one in terminal.json("sitting", "list")["sittings"] if one["id"] == made]
    assert (card["place"], card["length_minutes"], card["mode"]) == ("Club El Ombú", 90, "virtual")
    assert card["starts_at"].endswith("T22:00:00.000000Z")
    assert [item["title"] for item in terminal.json("agenda", "show", made)["items"]] == ["Apertura"]
    assert terminal.refused("sitting", "plan", "--council", "Consejo Nuevo") == (
        "«Consejo Nuevo» todavía no se reunió: indicá cuándo empieza, con --at 2026-11-22T19:00."
    )


def test_a_series_leaves_holidays_out_and_is_changed_cancelled_and_taken_back(terminal: Terminal) -> None:
    told = terminal.json(
        "sitting", "series", "--council", "Consejo El Muelle", "--every", "quincenal", "--times", "4",
        "--at", "2026-12-11T19:00", "--skip", "2027-01-08", "--topic", "agua", "--quarter", "Astilleros",
        "--kind", "tematico",
    )  # fmt: skip
    assert told["holidays"] == {"2026-12-25": "Día de la Familia"}
    first, second, third = told["ids"]
    starts = {one["id"]: one["starts_at"][:10] for one in terminal.json("sitting", "list")["sittings"]}
    assert [starts[one] for one in (first, second, third)] == ["2026-12-11", "2027-01-22", "2027-02-05"]
    changed = terminal.json("sitting", "change", second, "--at", "2027-01-23T20:00", "--following")
    assert changed == {"id": second, "changed": 2}
    assert terminal.json("sitting", "cancel", third) == {"id": third, "state": "cancelled", "sittings": 1}
    assert terminal.refused("sitting", "open", third) == (
        "Esta sesión está suspendida. Si se hace igual, primero indicalo en Hoy."
    )
    week = terminal.json("sitting", "week", "--from", "2027-02-01")
    assert [(one["state"], one["starts_at"][:13]) for one in week["sittings"]] == [("cancelled", "2027-02-06T23")]
    assert terminal.call("sitting", "cancel", third, "--held")[1].strip() == "La sesión se hace igual."
    assert terminal.json("sitting", "cancel", second, "--mistake", "--following")["sittings"] == 2
    assert len(terminal.json("sitting", "list")["sittings"]) == 1
    assert terminal.json("sitting", "undo")["undone"] == "sittings.remove_planned"
    assert len(terminal.json("sitting", "list")["sittings"]) == 3


def test_the_week_tells_which_evenings_fall_on_each_other(terminal: Terminal) -> None:
    terminal.planned()
    terminal.planned("Otra")
    week = terminal.json("sitting", "week", "--from", "2026-11-16")
    assert (week["from"], week["until"]) == ("2026-11-16", "2026-11-22")
    assert [one["clashes"] for one in week["sittings"]] == [[{"with": "Consejo El Muelle", "why": "place"}]] * 2
    _, out, _ = terminal.call("sitting", "week", "--from", "2026-11-16")
    assert len(out.splitlines()) == 8
    assert "! Consejo El Muelle se reúne en el mismo lugar a esa hora." in out


def test_series_and_lengths_that_cannot_be_are_refused(terminal: Terminal) -> None:
    series = ("sitting", "series", "--council", "C", "--at", "2026-12-11T19:00")
    daily = terminal.refused(*series, "--every", "diaria", "--times", "3")
    assert daily.startswith("Una serie no se repite así (diaria)")
    assert terminal.refused(*series, "--every", "weekly", "--times", "90") == (
        "No se pueden planificar 90 sesiones juntas: van de 1 a 60."
    )
    assert terminal.refused(*series, "--every", "weekly", "--times", "2", "--minutes", "999") == (
        "Una sesión no puede durar 999 minutos: van de 1 a 720."
    )
    assert terminal.refused("sitting", "undo")
    assert terminal.refused("sitting", "week", "--from", "mañana")
    # A year with a digit too many is a slip of the finger, and no error of the program.
    assert terminal.refused("sitting", "week", "--from", "9999-12-30").startswith("«9999-12-30» no es una fecha")
    assert terminal.refused("sitting", "week", "--from", "0001-01-01").startswith("«0001-01-01» no es una fecha")
