"""Who waits under a whole name that is one neighbour's alone: those whom a person may confirm at once, from a list.

A name alone makes nobody sure (decision 0040), so a first evening asks twenty times for the same Enter. A person who
has read the twenty names answers for all of them as well as for each. What may stand in her list is told here; nothing
is confirmed but by `commands.confirm_whole_names`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.folding import fold
from db.many import among
from db.matching.evidence import full_name
from db.matching.newcomer import registered
from db.matching.queries import CandidateCard, GroupCard, Named, groups
from db.matching.rules import Verdict
from db.matching.tables import Match
from db.organisations.tables import Organisation
from db.places.tables import Neighbourhood
from db.residents.persons import speaking_for
from db.residents.tables import Alias, Resident
from db.sittings.tables import Sitting
from db.zoom.handout_queries import RegistrantCard
from db.zoom.rules import Kind

LISTED = 0.98
"""How likely somebody has to be, by all that is known, to stand in the list. Of a common name nobody is."""

_BEARS_IT = frozenset({"others_so_called", "surname_first"})
"""What the judgement notes where one neighbour alone bears the name, on the roll and in the call, and is not certain;
or with the surname first, which makes nobody certain."""

_NEAR = frozenset({"same_neighbourhood", "same_district", "came_here_before", "registered_tonight"})
_SPEAKS = _NEAR | _BEARS_IT | {
    "same_full_name", "same_surname", "same_given", "came_before", "email_like_name", "zoom_name_before",
    "registered_name",
}  # fmt: skip
"""All that may be said of a group in the list. Whatever else is said speaks against it, and so does what a later
version will say: a telephone's name, an account of the organisers, twice at once, several people, several alike."""


@dataclass(frozen=True)
class WholeName:
    """One line of the list: a group, the name as it was written, who bears it, how likely (0 to 1) and why."""

    match_id: str
    written: str
    resident: Named
    score: float
    reasons: tuple[Mapping[str, Any], ...]


def whole_names(
    session: Session, *, sitting_id: str, cards: Sequence[GroupCard] | None = None
) -> tuple[WholeName, ...]:
    """The list of a sitting, the least certain first; `cards`: its groups, where they have been asked already.

    In it stands who waits under her whole name, the surname last or first, where she alone bears it on the roll and in
    the call, nobody else is near, and she is LISTED. Never: a device, a telephone, the organisers, a family or two
    names, an organisation; whoever was ruled out by a person, or of whom anybody was ruled out here; who is present
    already, in the room or by another connection; whose e-mail, registration or district tells somebody else; who is
    several rows of the roll. Raises Refused: sitting_unknown.
    """
    told = groups(session, sitting_id=sitting_id) if cards is None else cards
    found = {card.id: (card, best) for card in told if (best := _sole_bearer(card))}
    if not found:
        return ()
    facts = _Facts(session, sitting_id, [best.resident.id for _, best in found.values()], told)
    kept = [(card, best) for card, best in found.values() if not facts.speak_against(card, best.resident.id)]
    lines = [WholeName(card.id, card.name, best.resident, best.score, best.reasons) for card, best in kept]
    return tuple(sorted(lines, key=lambda one: (one.score, fold(one.written), one.match_id)))


def _sole_bearer(card: GroupCard) -> CandidateCard | None:
    """Whose whole name an undecided group bears, as far as its judgement tells."""
    codes = {str(why["code"]) for why in card.reasons}
    if not card.waits or card.verdict is not Verdict.PROPOSED or card.kind is not Kind.PERSON:
        return None
    if not card.clear or not codes & _BEARS_IT or codes - _SPEAKS:
        return None
    best = card.candidates[0]
    return best if best.score >= LISTED and not best.resident.in_room else None


class _Facts:
    """What the record knows of those who may stand in the list, beside what was judged; asked once."""

    def __init__(self, session: Session, sitting_id: str, wanted: Sequence[str], cards: Sequence[GroupCard]) -> None:
        self._rows = {
            row.id: row
            for those in among(session, Resident.id, wanted)
            for row in session.scalars(select(Resident).where(those, Resident.removed_at.is_(None)))
        }
        self._several = speaking_for(session).keys()
        self._district = session.get_one(Sitting, sitting_id).district_id
        self._ruled_out = _ruled_out(session, sitting_id)
        self._here = {one.id for card in cards for one in card.residents}
        self._wanted_by: defaultdict[str, set[str]] = defaultdict(set)
        for card in cards:
            if card.waits and card.clear and card.candidates:
                self._wanted_by[card.candidates[0].resident.id].add(card.id)
        self._emails = _owners_of_emails(session, {one for card in cards for one in card.emails}, wanted)
        self._forms = registered(session, sitting_id=sitting_id)
        self._quarters = dict(session.execute(select(Neighbourhood.id, Neighbourhood.name)).all())
        self._clubs = {
            club
            for those in among(session, Organisation.folded, {fold(name) for card in cards for name in card.names})
            for club in session.scalars(select(Organisation.folded).where(those, Organisation.removed_at.is_(None)))
        }

    def speak_against(self, card: GroupCard, one: str) -> bool:
        """Whether anything does."""
        row = self._rows.get(one)
        return (
            row is None
            or one in self._several
            or card.id in self._ruled_out
            or one in self._here
            or bool(self._wanted_by[one] - {card.id})
            or not _all_hers(card.names, row)
            or any(fold(name) in self._clubs for name in card.names)
            or self._another_email(card, one)
            or self._another_form(card, row)
            or self._far(card, row)
        )

    def _another_email(self, card: GroupCard, one: str) -> bool:
        """One of the call that is somebody else's; or any, where she has one of her own and it is none of these."""
        owners = set().union(*(self._emails.get(fold(email), set()) for email in card.emails))
        hers = any(one in some for some in self._emails.values())
        return bool(card.emails) and (one not in owners if hers else bool(owners))

    def _another_form(self, card: GroupCard, row: Resident) -> bool:
        form = self._forms.get(card.key)
        return form is not None and _tells_another(form, row, self._quarters.get(row.neighbourhood_id or "", ""))

    def _far(self, card: GroupCard, row: Resident) -> bool:
        """She lives in another district, as far as the roll knows, and never came here."""
        near = _NEAR.intersection(str(why["code"]) for why in card.reasons)
        return not near and None not in (row.district_id, self._district)


def _all_hers(names: Sequence[str], row: Resident) -> bool:
    """Whether each name that was on the screen is her whole one; the first may be what stood on the telephone."""
    given = {row.given_names, row.chosen_name or row.given_names}
    family = row.family_name
    hers = {full_name(told) for one in given for told in (f"{one} {family}", f"{family} {one}")} - {""}
    return bool(names) and all(full_name(name) in hers for name in names)


def _tells_another(form: RegistrantCard, row: Resident, quarter: str) -> bool:
    """Whether a registration tells another name, document, e-mail or quarter than the roll does of her."""
    pairs = (
        (_digits(form.document), _digits(row.document)),
        (fold(form.email or ""), fold(row.email or "")),
        (fold(form.quarter or ""), fold(quarter)),
    )
    name = f"{form.given_names} {form.family_name}"
    return not _all_hers([name], row) or any(told and known and told != known for told, known in pairs)


def _digits(text: str | None) -> str:
    return "".join(letter for letter in text or "" if letter.isdigit())


def _ruled_out(session: Session, sitting_id: str) -> set[str]:
    """Of which groups of the sitting a person said whom they are not: she goes on one by one."""
    rows = select(Match.id, Match.rejected_ids).where(Match.sitting_id == sitting_id, Match.removed_at.is_(None))
    return {one for one, rejected in session.execute(rows) if rejected}


def _owners_of_emails(session: Session, told: Collection[str], wanted: Collection[str]) -> dict[str, set[str]]:
    """Whose each e-mail is: those of the call, and those of whoever may stand in the list."""
    emails, confirmed = (Resident.email, Resident.id), (Alias.value, Alias.resident_id)
    folded = {fold(one) for one in told}
    found: defaultdict[str, set[str]] = defaultdict(set)
    for columns, asked, values in (
        (emails, Resident.email, told),
        (emails, Resident.id, wanted),
        (confirmed, Alias.value, folded),
        (confirmed, Alias.resident_id, wanted),
    ):
        table = Alias if columns is confirmed else Resident
        query = select(*columns).where(table.removed_at.is_(None), *([Alias.kind == "email"] * (table is Alias)))
        for those in among(session, asked, values):
            for email, one in session.execute(query.where(those)):
                if email:
                    found[fold(email)].add(one)
    return dict(found)
