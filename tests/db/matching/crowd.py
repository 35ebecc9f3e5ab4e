"""A roll on which many share a surname and many a given name, so that a whole name alone makes nobody certain."""

from __future__ import annotations

from itertools import product

from db.residents.commands import enrol
from db.work import Work
from tests.db.matching.scene import Scene

GIVEN = ["Luis", "Jorge", "Ana", "Rosa", "Carlos", "Elena", "Pedro", "Lucía", "Diego", "Clara"]
FAMILY = ["Acosta", "Vega", "Pérez", "Díaz", "Sosa", "Romero", "Ruiz", "Molina", "Ojeda", "Luna", "López", "Castro"]
NAMES = tuple(f"{given} {family}" for place, (given, family) in enumerate(product(GIVEN, FAMILY)) if place % 3 == 0)


class Crowd(Scene):
    """The scene with forty more on the roll, in its quarter; `who` finds them by name."""

    def __init__(self, store) -> None:
        super().__init__(store)
        quarter = self.quarter("El Muelle")
        self.who: dict[str, str] = store.do(enrol_all, quarter=quarter).outcome


def enrol_all(work: Work, *, quarter: str | None) -> dict[str, str]:
    """Writes them on the roll; answers each by name."""
    return {
        name: enrol(work, given_names=name.split()[0], family_name=name.split()[1], neighbourhood_id=quarter)
        for name in NAMES
    }
