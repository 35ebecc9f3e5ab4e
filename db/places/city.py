"""A city as its file tells it: districts, centres, neighbourhoods, departments, topics. No code knows any city."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from db.clock import named_id
from db.errors import Refused
from db.folding import fold


@dataclass(frozen=True)
class CityDistrict:
    """A district with its centre and the names of its neighbourhoods."""

    id: str
    code: str
    name: str
    centre: str
    address: str | None
    neighbourhoods: tuple[str, ...]


@dataclass(frozen=True)
class CityTopic:
    """One of the subjects that issues are sorted by."""

    code: str
    name: str


@dataclass(frozen=True)
class City:
    """What a desk needs to know of its city. `language` is that of the minutes, as a folder of resources/minutes.

    `authority` answers by law for what is kept about neighbours, at `authority_address`; `rights_contact` is where they
    ask to see it, put it right or take it out (a mail or telephone, None: at the authority's address).
    `map_coordinates` are those the city's maps are drawn in when their files do not say it («EPSG:22185»); `map_middle`
    is about where the city is, longitude and latitude in degrees.
    """

    id: str
    name: str
    province: str
    country: str
    timezone: str
    language: str
    phone_prefix: str
    districts: tuple[CityDistrict, ...]
    topics: tuple[CityTopic, ...]
    departments: tuple[str, ...]
    authority: str
    authority_address: str | None = None
    rights_contact: str | None = None
    map_coordinates: str | None = None
    map_middle: tuple[float, float] | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    def district(self, word: str) -> CityDistrict:
        """The district of that code or name. Raises Refused: district_unknown, with the names there are."""
        for district in self.districts:
            if fold(word) in (fold(district.code), fold(district.name)):
                return district
        raise Refused("district_unknown", district=word, known=", ".join(d.name for d in self.districts))

    def topic_name(self, code: str | None) -> str | None:
        return next((topic.name for topic in self.topics if topic.code == code), code)


def read_city(path: Path) -> City:
    """Reads a city.toml.

    Raises Refused: city_unknown (no such file), city_unreadable (from which line on), city_damaged (what in it).
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise Refused("city_unknown", city=path.parent.name) from None
    try:
        told = tomllib.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Refused("city_unreadable", path=str(path), line=raw.count(b"\n", 0, error.start) + 1) from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else raw.count(b"\n") + 1
        raise Refused("city_unreadable", path=str(path), line=line) from None
    try:
        city = _city(told)
    except KeyError as error:
        raise Refused("city_damaged", path=str(path), what=str(error.args[0])) from None
    except (TypeError, ValueError, AttributeError):
        raise Refused("city_damaged", path=str(path), what="districts, topics") from None
    try:
        city.zone  # noqa: B018 - an unknown time zone must be told now, not at 19:00
    except (TypeError, ValueError, ZoneInfoNotFoundError):
        raise Refused("city_damaged", path=str(path), what="timezone") from None
    return city


def _middle(told: object) -> tuple[float, float]:
    try:
        longitude, latitude = (float(one) for one in told)  # type: ignore[attr-defined]
    except (TypeError, ValueError):
        raise KeyError("map_middle") from None
    return longitude, latitude


def _city(told: dict) -> City:  # type: ignore[type-arg]
    code = told["id"]
    return City(
        id=code,
        name=told["name"],
        province=told.get("province", ""),
        country=told.get("country", ""),
        timezone=told["timezone"],
        language=told.get("language", "es_AR"),
        phone_prefix=told.get("phone_prefix", ""),
        districts=tuple(
            CityDistrict(
                id=named_id(code, "district", one["code"]),
                code=one["code"],
                name=one["name"],
                centre=one["centre"],
                address=one.get("address"),
                neighbourhoods=tuple(one.get("neighbourhoods", ())),
            )
            for one in told["districts"]
        ),
        topics=tuple(CityTopic(one["code"], one["name"]) for one in told.get("topics", ())),
        departments=tuple(told.get("departments", ())),
        authority=told.get("authority") or f"Municipalidad de {told['name']}",
        authority_address=told.get("authority_address"),
        rights_contact=told.get("rights_contact"),
        map_coordinates=told.get("map_coordinates"),
        map_middle=_middle(told["map_middle"]) if "map_middle" in told else None,
    )
