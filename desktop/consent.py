"""What a neighbour is told before she agrees that her data be kept: one text for the screen and for paper."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from db.places.city import City
from desktop.paths import resources


@dataclass(frozen=True)
class Point:
    """One of the five points of article 6 of Ley 25.326: `name` is purpose, file, obligatory, consequences, rights."""

    name: str
    title: str
    words: str


@dataclass(frozen=True)
class ConsentText:
    """The whole text in one version. `agree` is said by herself, `agree_for_minor` by whoever answers for her."""

    version: str
    title: str
    opening: str
    points: tuple[Point, ...]
    agree: str
    agree_for_minor: str
    refuse: str


def consent_text(city: City, version: str = "") -> ConsentText:
    """The text of this city, in its language (or Spanish); the current version unless another one is named."""
    file = resources("consent", f"{city.language}.toml")
    if not file.exists():
        file = resources("consent", "es_AR.toml")
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    version = version or str(told["current"])
    text = told["versions"][version]
    district = next(iter(city.districts), None)
    address = city.authority_address or (district.address if district else None) or city.name
    facts = {
        "city": city.name,
        "authority": city.authority,
        "address": address,
        "contact": city.rights_contact or f"{city.authority}, {address}",
    }
    return ConsentText(
        version=version,
        title=text["title"],
        opening=text["opening"],
        points=tuple(Point(one["name"], one["title"], one["words"].format(**facts)) for one in text["points"]),
        agree=text["agree"],
        agree_for_minor=text["agree_for_minor"],
        refuse=text["refuse"],
    )
