"""What can be done with organisations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from db.errors import Refused
from db.folding import fold
from db.organisations.intake import ImportedOrganisations, Judging, OrganisationLine
from db.organisations.queries import belonging
from db.organisations.rules import CHANGED, NEW, clean, clean_kind, clean_organisation, kind_of
from db.organisations.tables import Organisation
from db.work import Work

__all__ = [
    "add_organisation", "change_organisation", "find_or_make", "import_organisations", "remove_organisation",
]  # fmt: skip


def find_or_make(work: Work, *, name: str, kind: str | None = None, neighbourhood_id: str | None = None) -> str:
    """The organisation of that name (case, accents and spaces aside), written down if nobody had. Answers its id.

    Raises Refused: organisation_unnamed, organisation_kind_unknown.
    """
    name = clean_organisation(name)
    found = _named(work, name)
    if found:
        return found
    made = Organisation(
        name=name,
        folded=fold(name),
        kind=clean_kind(kind) if kind else kind_of(name),
        neighbourhood_id=neighbourhood_id,
    )
    work.session.add(made)
    work.session.flush()
    return made.id


def add_organisation(work: Work, /, *, name: str, kind: str | None = None, phone_prefix: str = "", **facts: Any) -> str:
    """Writes an organisation down and answers its identifier; `facts` are its other fields, as they were told.

    Raises Refused: organisation_known (its name is there already), and as `rules.clean` does.
    """
    fields = clean({"name": name, "kind": kind or kind_of(name), **facts}, phone_prefix=phone_prefix)
    if _named(work, fields["name"]):
        raise Refused("organisation_known", name=fields["name"])
    made = Organisation(**fields)
    work.session.add(made)
    work.session.flush()
    return made.id


def change_organisation(work: Work, /, *, organisation_id: str, phone_prefix: str = "", **facts: Any) -> None:
    """Puts right what is known of an organisation: only the fields given, told as in `add_organisation`.

    Raises Refused: organisation_unknown, organisation_known (another one has that name), and as `rules.clean` does.
    """
    row = the_organisation(work, organisation_id)
    fields = clean(facts, phone_prefix=phone_prefix)
    if "folded" in fields and fields["folded"] != row.folded and _named(work, fields["name"]):
        raise Refused("organisation_known", name=fields["name"])
    for name, value in fields.items():
        setattr(row, name, value)


def remove_organisation(work: Work, *, organisation_id: str) -> None:
    """Takes an organisation off the list. Who belonged to it, or spoke for it, keeps that on the record.

    Raises Refused: organisation_unknown, organisation_in_use (somebody of the roll belongs to it).
    """
    row = the_organisation(work, organisation_id)
    if people := belonging(work.session, organisation_id=organisation_id):
        raise Refused("organisation_in_use", name=row.name, people=people)
    row.removed_at = work.clock.now()


def import_organisations(
    work: Work, *, lines: Sequence[OrganisationLine], phone_prefix: str = ""
) -> ImportedOrganisations:  # fmt: skip
    """Takes a list of organisations in: new ones are written, known ones get what the list says otherwise; a line that
    cannot be read is left alone and told. Taking the same list in again writes nothing.
    """
    judging = Judging(work.session, phone_prefix)
    judged = []
    for line in lines:
        fields, row = judging.judge(line)
        judged.append(row)
        if row.kind == NEW:
            work.session.add(Organisation(**fields))
            work.session.flush()
        elif row.kind == CHANGED:
            known = the_organisation(work, judging.known[fold(row.name)]["id"])
            for change in row.changes:
                name = "neighbourhood_id" if change.field == "neighbourhood" else change.field
                setattr(known, name, fields[name])
            work.session.flush()
        judging.follow(row, fields)
    return ImportedOrganisations.of(judged)


def the_organisation(work: Work, organisation_id: str) -> Organisation:
    """The row of an organisation. Raises Refused: organisation_unknown."""
    row = work.session.get(Organisation, organisation_id)
    if row is None or row.removed_at is not None:
        raise Refused("organisation_unknown")
    return row


def _named(work: Work, name: str) -> str | None:
    return work.session.scalars(
        select(Organisation.id)
        .where(Organisation.folded == fold(name), Organisation.removed_at.is_(None))
        .order_by(Organisation.id)
        .limit(1)
    ).first()
