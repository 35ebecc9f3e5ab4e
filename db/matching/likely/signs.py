"""How many times likelier somebody is a group by what it carries beside its name: e-mail, telephone, an earlier name.

Pure. These are likelihood ratios that multiply those of the name; exact evidence that makes somebody sure is not asked
here again (`rules`), but what fits two people, or speaks against itself, is weighed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from db.matching.evidence import Evidence
from db.matching.scoring import Person, same_phone
from db.zoom.rules import Group

RATIOS = {
    "same_email": 10_000.0,
    "same_registrant": 10_000.0,
    "registered_email": 10_000.0,
    "registered_document": 10_000.0,
    "confirmed_phone": 10_000.0,
    "document_in_name": 100_000.0,
    "confirmed_name": 30.0,
}
"""By the code of the evidence: an e-mail or a telephone is one household's in ten thousand; a name by which somebody
came before is told again by nearly everybody, and by one in thirty who could be called so; the oftener, the surer."""
PHONE, PHONE_FITS = 3_000.0, 100.0
"""Her telephone on the roll, whole; and one of which only the last two digits are seen, and the first."""


class Phones:
    """People by the telephone that the roll has of them."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._people = [one for one in people if one.phone]
        self._by_ending: defaultdict[str, list[Person]] = defaultdict(list)
        for one in self._people:
            self._by_ending[_ending(one.phone or "")].append(one)

    def of(self, told: str) -> list[Person]:
        """Whose a number as Zoom tells it may be."""
        some = self._people if "*" in told else self._by_ending[_ending(told)]
        return [one for one in some if same_phone(told, one.phone or "")]


def _ending(phone: str) -> str:
    return "".join(letter for letter in phone if letter.isdigit())[-8:]


def signs_of(group: Group, evidence: Evidence, phones: Phones) -> dict[str, float]:
    """By resident: the ratio of everything that speaks for her beside the name. Nobody else is in it."""
    found: dict[str, float] = {}
    known_as = evidence.known_as(group)
    for why, people in evidence.of(group):
        # That a name was hers before speaks for her, and not for whoever else is called so.
        its = people & known_as.keys() if why["code"] == "confirmed_name" else people
        for one in its if why["code"] in RATIOS else ():
            found[one] = found.get(one, 1.0) * RATIOS[why["code"]]
    for one, times in known_as.items():
        found[one] = max(found.get(one, 1.0), RATIOS["confirmed_name"] * min(times, 5))
    for phone in group.phones:
        for person in phones.of(phone):
            found[person.id] = found.get(person.id, 1.0) * (PHONE_FITS if "*" in phone else PHONE)
    return found
