"""How each group of a call is asked about: by its names, by what is exact of it, and without those it is not. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from db.matching.evidence import Evidence
from db.matching.likely.ranking import Asked
from db.matching.likely.signs import Phones, signs_of
from db.matching.likely.told import told_by
from db.matching.scoring import Person
from db.zoom.rules import Group, Kind


def asked_of(
    groups: Sequence[Group],
    evidence: Evidence,
    phones: Sequence[Person],
    places: Mapping[str, int],
    refused: Mapping[str, frozenset[str]],
    organisations: Mapping[str, tuple[str, ...]],
) -> list[Asked]:
    """Each group as it is ranked. `phones`: people whose telephone one of the callers may have; `places`: of everybody
    whom evidence names; `organisations`: the words of each one's name.
    """
    asked, by_phone = [], Phones(phones)
    for group in groups:
        if group.kind in (Kind.HOST, Kind.ROOM):
            asked.append(Asked(()))
            continue
        no = refused.get(group.key, frozenset())
        named = evidence.names_somebody(group, no)
        sure = named is not None and evidence.against(group, *named, no) is None
        names = (*evidence.registered_names(group), *group.names)
        asked.append(
            Asked(
                told_by(names, group.emails, organisations) if group.kind is not Kind.PHONE else (),
                {places[one]: ratio for one, ratio in signs_of(group, evidence, by_phone).items() if one in places},
                places.get(named[1]) if named is not None and sure else None,
                frozenset(places[one] for one in no if one in places),
            )
        )
    return asked
