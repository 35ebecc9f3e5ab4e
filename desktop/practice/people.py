"""The invented people of the practice evening: the same roll each time, drawn from resources/practice."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from db.folding import fold
from desktop.paths import resources

SEED = 2026
HOW_MANY = 400
# A roll as councils know it: few under sixteen, many over forty-five. Years at the end of 2026 and how often.
AGES = (((6, 15), 3), ((16, 29), 16), ((30, 44), 27), ((45, 59), 26), ((60, 74), 20), ((75, 91), 8))


@dataclass(frozen=True)
class Neighbour:
    """Somebody who does not exist. `part` names what the person does on the evening; most have none."""

    family_name: str
    given_names: str
    document: str | None
    birth_date: date | None
    gender: str | None
    phone: str | None
    email: str | None
    street: str
    street_number: str
    neighbourhood: str
    organisation: str | None = None
    role: str | None = None
    part: str | None = None
    zoom: str | None = None

    @property
    def full_name(self) -> str:
        return f"{self.given_names} {self.family_name}"


@dataclass(frozen=True)
class Club:
    """An organisation that does not exist, and whom one would call."""

    name: str
    kind: str
    contact: str = ""
    phone: str = ""
    email: str = ""
    neighbourhood: str = ""


def told(name: str) -> dict[str, Any]:
    """One of the files of resources/practice."""
    return tomllib.loads(resources("practice", name).read_text(encoding="utf-8"))


def organisations() -> tuple[Club, ...]:
    """About ninety organisations, in the order of their file."""
    return tuple(
        Club(name, kind) for kind, names in told("organisations.toml").items() if kind != "roles" for name in names
    )


def reachable(clubs: Sequence[Club], neighbourhoods: Sequence[str]) -> tuple[Club, ...]:
    """The same organisations with a quarter, and most of them with somebody to call. The same on every laptop."""
    names = told("people.toml")
    chance = Random(SEED + 4)  # noqa: S311 - not a secret: it has to be the same each time
    given = [name for group in ("woman", "man") for name in names["given_names"][group]["1980"]]
    families = list(names["family_names"])
    found = []
    for number, club in enumerate(clubs):
        known = chance.random() < 0.8
        found.append(
            replace(
                club,
                neighbourhood=chance.choice(list(neighbourhoods)),
                contact=f"{chance.choice(given)} {chance.choice(families)}" if known else "",
                phone=f"+54 341 555-{9000 + number:04d}" if known and number % 5 else "",
                email=f"contacto{number}@example.org" if known and number % 3 == 0 else "",
            )
        )
    return tuple(found)


def roll(neighbourhoods: Sequence[str], how_many: int = HOW_MANY) -> tuple[Neighbour, ...]:
    """The roll: first those who play a part, then as many drawn by chance as are needed. The same on every laptop."""
    names = told("people.toml")
    # Not a secret: it has to be the same people each time.
    chance = Random(SEED)  # noqa: S311
    drawn = _Drawer(names, neighbourhoods, organisations(), chance)
    people = [drawn.player(one) for one in names["players"]]
    documents = {one.document for one in people}
    names = {one.full_name: one for one in people}
    while len(people) < how_many:
        one = drawn.somebody()
        other = names.get(one.full_name)
        # Namesakes are wanted, but told apart by document and birth date: of others the import would rightly doubt.
        clear = other is None or all((one.document, one.birth_date, other.document, other.birth_date))
        if clear and (one.document is None or one.document not in documents):
            documents.add(one.document)
            names[one.full_name] = one
            people.append(one)
    return tuple(people)


class _Drawer:
    """Draws people: what is missing on real rolls is missing here too, about as often."""

    def __init__(
        self, names: Mapping[str, Any], neighbourhoods: Sequence[str], clubs: Sequence[Club], chance: Random
    ) -> None:
        self._names, self._neighbourhoods, self._clubs, self._chance = names, neighbourhoods, clubs, chance
        self._families = list(names["family_names"])
        self._weights = list(names["family_names"].values())
        self._roles = told("organisations.toml")["roles"]
        self._phones = iter(chance.sample(range(10000), 10000))

    def player(self, one: Mapping[str, str]) -> Neighbour:
        """Somebody with a part: the facts of the file, the rest by chance, always in the first quarter."""
        facts: dict[str, Any] = {key: value for key, value in one.items() if key != "birth_date"}
        return Neighbour(
            birth_date=date.fromisoformat(one["birth_date"]),
            phone=self._phone(),
            email=_email(one["given_names"], one["family_name"], one["document"][-3:]),
            **self._address(self._neighbourhoods[0]),
            **facts,
        )

    def somebody(self) -> Neighbour:
        """Somebody from the crowd."""
        chance = self._chance
        born = self._birth_date()
        gender = chance.choices(("woman", "man", "non_binary"), (58, 41, 1))[0]
        family = chance.choices(self._families, self._weights)[0]
        if chance.random() < 0.12:
            family += " " + chance.choices(self._families, self._weights)[0]
        given = self._given(gender, born.year)
        document = str(99_000_000 + (born.year - 1930) * 6000 + chance.randrange(6000))
        club = chance.choice(self._clubs) if chance.random() < 0.28 else None
        quarter = chance.choices(self._neighbourhoods, [6, 4, 4, *[1] * (len(self._neighbourhoods) - 3)])[0]
        return Neighbour(
            family_name=family,
            given_names=given,
            document=document if chance.random() < 0.9 else None,
            birth_date=born if chance.random() < 0.92 else None,
            gender=chance.choices((gender, "not_said", None), (93, 3, 4))[0],
            phone=self._phone() if chance.random() < 0.8 else None,
            email=_email(given, family, document[-3:]) if chance.random() < 0.45 else None,
            organisation=club.name if club else None,
            role=chance.choice(self._roles) if club else None,
            **self._address(quarter),
        )

    def _birth_date(self) -> date:
        chance = self._chance
        youngest, oldest = chance.choices([band for band, _ in AGES], [often for _, often in AGES])[0]
        return date(2026 - chance.randint(youngest, oldest), 1, 1) + timedelta(days=chance.randrange(365))

    def _given(self, gender: str, year: int) -> str:
        lists: Mapping[str, Sequence[str]] = self._names["given_names"][gender]
        until = next((last for last in lists if year <= int(last)), list(lists)[-1])
        first = self._chance.choice(lists[until])
        if self._chance.random() < 0.25 and " " not in first:
            second = self._chance.choice([name for name in lists[until] if name != first and " " not in name])
            return f"{first} {second}"
        return first

    def _phone(self) -> str:
        return f"+54 341 555-{next(self._phones):04d}"

    def _address(self, neighbourhood: str) -> dict[str, str]:
        streets = self._names["streets"]
        return {
            "street": self._chance.choice(streets["names"]),
            "street_number": str(self._chance.randrange(1200, streets["highest"])),
            "neighbourhood": neighbourhood,
        }


def _email(given: str, family: str, tail: str) -> str:
    left = "".join(
        letter for letter in fold(f"{given.partition(' ')[0]}.{family}") if letter.isalnum() or letter == "."
    )
    return f"{left}.{tail}@example.org"
