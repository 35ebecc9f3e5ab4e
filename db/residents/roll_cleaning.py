"""The lines of a roll as the roll itself would write them; what cannot be read is told with its column."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from db.errors import Refused
from db.residents.roll_columns import band_told
from db.residents.roll_file import RollLine
from db.residents.roll_rules import name_key
from db.residents.rules import clean, clean_document, document_of_cuil, part_names

# What people write into a cell to say that nothing is there.
_NOTHING = frozenset([
    "-", "--", "---", ".", "s/d", "sd", "s/n", "n/a", "n/c", "nc", "no tiene", "no posee", "no informa", "sin dato",
    "sin datos", "ninguno", "ninguna", "#n/a", "null",
])  # fmt: skip
_NAMES = ("family_name", "given_names")
# Names of places and organisations, which the record has to be asked about.
_PLACED = ("neighbourhood", "district", "organisation")
_ADDRESS = re.compile(
    r"(?P<street>.+?)[\s,]+(?:n(?:ro|[°ºo])?\.?\s*)?(?P<number>\d{1,5}(?:\s*bis)?)"
    r"(?P<rest>(?:[\s,.\-]+(?:piso|p\.?b?\.?|dto|depto|dpto|departamento|torre|casa|mza?|manzana|lote|of|oficina|"
    r"\d{1,2}\s*[°º]?\s*[a-z]?|[a-z]|pb)\b.*)?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class CleanLine:
    """One line: the fields as `rules.clean` writes them, the folded full name (`key`), and the places and the
    organisation as the file names them.

    Or what is wrong with it: `code`, with the `column` (a field's name) and what the cell says (`told`).
    """

    number: int
    name: str
    fields: Mapping[str, Any]
    key: str = ""
    placed: Mapping[str, str] = field(default_factory=dict)
    code: str | None = None
    column: str | None = None
    told: str = ""


def clean_lines(lines: Sequence[RollLine], *, phone_prefix: str, today: date) -> tuple[CleanLine, ...]:
    """All lines, each for itself; asks nothing of the record, so that a worker may do it."""
    return tuple(_clean_line(line, phone_prefix, today) for line in lines)


def _clean_line(line: RollLine, phone_prefix: str, today: date) -> CleanLine:
    told = {
        name: text
        for name, text in line.told.items()
        if len(text) > 10 or name in _NAMES or text.lower() not in _NOTHING
    }  # fmt: skip
    placed = {name: told.pop(name) for name in _PLACED if name in told}
    name = _spoken(line.told)
    try:
        _part(told)
    except Refused as no:
        column = next((one for one in ("listed_name", "full_name", "cuil") if one in told), None)
        return CleanLine(line.number, name, {}, "", {}, no.code, column, told.get(column or "", ""))
    for needed in _NAMES:
        told.setdefault(needed, "")
    try:
        fields = clean(told, phone_prefix=phone_prefix, today=today)
    except Refused as no:
        wrong = _wrong(told, lambda one: clean(one, phone_prefix=phone_prefix, today=today))
        return CleanLine(line.number, name, {}, "", {}, no.code, wrong, line.told.get(wrong, ""))
    return CleanLine(line.number, name, fields, name_key(fields), placed)


def _wrong(told: Mapping[str, str], wash: Callable[[Mapping[str, str]], Any]) -> str:
    """Which field it is that cannot be read."""
    for name, text in told.items():
        try:
            wash({name: text})
        except Refused:
            return name
    return ""


def _part(told: dict[str, Any]) -> None:
    """Takes apart what one column holds for several, in place. Raises Refused as `part_names`, `document_of_cuil`;
    document_and_cuil_differ.
    """
    for column in ("listed_name", "full_name"):
        # A column of whole names is asked only where the two columns of a name do not say it already.
        if column in told and not (told.get("family_name") and told.get("given_names")):
            names = part_names(told[column], family_first=column == "listed_name")
            told.update(zip(_NAMES, names, strict=True))
        told.pop(column, None)
    if "cuil" in told:
        inside = document_of_cuil(told["cuil"])
        if "document" in told and clean_document(told["document"]) != inside:
            raise Refused("document_and_cuil_differ")
        told["document"] = inside
        del told["cuil"]
    if "address" in told:
        address = told.pop("address")
        if "street" not in told:
            told["street"], number = part_address(address)
            if number and "street_number" not in told:
                told["street_number"] = number
    if "age_band" in told:
        told["age_band"] = band_told(told["age_band"])


def part_address(line: str) -> tuple[str, str]:
    """Parts an address into street and number: «9 de Julio 1200 3° B» -> ("9 de Julio", "1200 3° B").

    The number is the last one, with the floor behind it; without one the whole line is the street.
    """
    line = " ".join(line.split())
    line = re.sub(r"[\s,]+s/?n(?:[°º.])?$", "", line, flags=re.IGNORECASE)
    found = _ADDRESS.fullmatch(line)
    if not found:
        return line, ""
    return found["street"].strip(" ,."), f"{found['number']}{found['rest']}".strip()


def _spoken(told: Mapping[str, str]) -> str:
    both = " ".join(filter(None, (told.get("given_names"), told.get("family_name"))))
    return both or told.get("full_name") or told.get("listed_name") or ""
