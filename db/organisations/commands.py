"""What can be done with organisations."""

from __future__ import annotations

from sqlalchemy import select

from db.folding import fold
from db.organisations.rules import clean_kind, clean_organisation, kind_of
from db.organisations.tables import Organisation
from db.work import Work


def find_or_make(work: Work, *, name: str, kind: str | None = None, neighbourhood_id: str | None = None) -> str:
    """The organisation of that name (case, accents and spaces aside), written down if nobody had. Answers its id.

    Raises Refused: organisation_unnamed, organisation_kind_unknown.
    """
    name = clean_organisation(name)
    found = work.session.scalars(
        select(Organisation.id)
        .where(Organisation.folded == fold(name), Organisation.removed_at.is_(None))
        .order_by(Organisation.id)
        .limit(1)
    ).first()
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
