"""What one line says of somebody new, at the door and from a sheet of paper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from db.folding import fold, seen, words

_COMPANIONS = re.compile(r"(?:^|\s)\+\s*(\d)\s*$")
# "15 4123456", "0341 4123456": what stands before a number and only telephones have.
_PHONE_WORDS = frozenset({"tel", "te", "cel", "tel.", "te.", "cel.", "tel:", "cel:", "telefono", "celular"})
_DOCUMENT_WORDS = frozenset({"dni", "dni:", "d.n.i.", "le", "lc", "doc", "doc."})
_QUARTER_WORDS = re.compile(r"(?:^|\s)(?:barrio|b°|bº)\s+(.+)$", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """Her name as it was written, the digits of her document and of her telephone, the id of her quarter, how many came
    with her; empty what was not told.
    """

    name: str = ""
    document: str = ""
    phone: str = ""
    neighbourhood_id: str = ""
    companions: int = 0

    def is_guess(self, told_of_her: str) -> bool:
        """Whether somebody was found by a name that only sounds or looks like the one that was typed."""
        typed, hers = words(self.name), words(told_of_her)
        return "@" not in self.name and not all(any(one.startswith(word) for one in hers) for word in typed)

    @property
    def says_more(self) -> bool:
        """Whether it tells more than a name or a number to look for."""
        return bool(self.name and (self.document or self.phone or self.neighbourhood_id))


def read_line(text: str, quarters: Mapping[str, str] | None = None) -> Line:
    """What one line says of somebody: the words are her name, six to eight digits her document, more a telephone.

    "Rosa Pérez +2" brings two; of what stands behind a comma, or behind "barrio", a quarter of `quarters` (folded name
    to id) is her quarter: "Pérez, Rosa" stays a name.
    """
    text = seen(text)
    found = _COMPANIONS.search(text)
    companions = int(found[1]) if found else 0
    rest, quarter = _quarter(text[: found.start()] if found else text, quarters or {})
    name: list[str] = []
    document, phone, telephones = "", "", False
    for word in rest.replace(",", ", ").split():
        digits = re.sub(r"\D", "", word)
        bare = fold(word).strip(",")
        if bare in _PHONE_WORDS or bare in _DOCUMENT_WORDS:
            telephones = bare in _PHONE_WORDS
        elif not digits or re.sub(r"[\d.\-+()MFmf,]", "", word):
            name.append(word)
        elif 6 <= len(digits) <= 8 and not document and not phone and not telephones:
            document = digits
        else:
            phone += ("+" if word.startswith("+") else "") + digits
    return Line(" ".join(name).replace(" ,", ",").strip(" ,"), document, phone, quarter, companions)


def _quarter(text: str, quarters: Mapping[str, str]) -> tuple[str, str]:
    """The line without the quarter, and the quarter's id."""
    told = _QUARTER_WORDS.search(text)
    if told and (one := quarters.get(fold(told[1]).strip(" ,"))):
        return text[: told.start()], one
    parts = text.split(",")
    for place, part in enumerate(parts[1:], 1):
        one = quarters.get(fold(part))
        # "Martin, Rosa" is a name though Martin be a quarter; "Rosa Pérez, Martin" has a name before it.
        if one and (place > 1 or len(parts[0].split()) > 1):
            return ",".join((*parts[:place], *parts[place + 1 :])), one
    return text, ""
