"""Whose a row is to write, told without the server."""

from __future__ import annotations

from tests.faults.sight import Key, Sight, Told

SEATS = {"loma": "loma", "copia": "ribera"}
HER: dict[str, object] = {"id": "rosa", "district_id": "loma", "neighbourhood_id": None, "clocks": {}}
CHANGE = ("copia", 2)


def told(desk: str, **base: str) -> Told:
    return Told("resident", "rosa", f"{0:012x}-{0:08x}-{desk}", "", "loma", base, {"district_id": "loma"}, {})


def seen(*, first: str) -> Sight:
    """Both wrote her down, one after the other; then the copy of Ribera's laptop changes her."""
    journal: dict[Key, Told] = {("loma", 1): told("loma"), ("copia", 1): told("copia"), CHANGE: told("copia", name="x")}
    commits = {("loma", 1): 2, ("copia", 1): 1 if first == "copia" else 3, CHANGE: 4}
    return Sight(journal, {"resident": {"rosa": HER}}, SEATS, commits)


def test_whom_another_district_wrote_down_first_is_not_hers_to_write_and_whom_her_own_did_is() -> None:
    assert seen(first="loma").is_not_hers_to_write(CHANGE)
    assert not seen(first="copia").is_not_hers_to_write(CHANGE)


def test_to_write_down_once_more_who_is_there_is_no_reason_to_refuse() -> None:
    assert not seen(first="loma").is_not_hers_to_write(("copia", 1))
