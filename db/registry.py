"""Imports every tables module once, so that the metadata is whole: one line a noun."""

from __future__ import annotations

from db import acts, desks, journal, secrets
from db.agenda import tables as agenda
from db.base import Base, Row
from db.checkin import tables as checkin
from db.experiences import tables as experiences
from db.insights import keeping
from db.insights import tables as insights
from db.issues import tables as issues
from db.matching import tables as matching
from db.minutes import signing_tables as signing
from db.minutes import tables as minutes
from db.organisations import tables as organisations
from db.outreach import tables as outreach
from db.places import tables as places
from db.residents import tables as residents
from db.rights import tables as rights
from db.sittings import tables as sittings
from db.surveys import tables as surveys
from db.sync import tables as sync
from db.zoom import tables as zoom

EVERY_TABLES_MODULE = (
    desks,
    journal,
    acts,
    secrets,
    places,
    residents,
    organisations,
    sittings,
    agenda,
    checkin,
    zoom,
    matching,
    issues,
    minutes,
    signing,
    surveys,
    outreach,
    experiences,
    rights,
    insights,
    sync,
)

# Whoever knows the tables keeps the figures up to them: a program that wrote without doing so would leave them wrong.
KEEPERS = (keeping,)
metadata = Base.metadata


def nouns() -> dict[str, type[Row]]:
    """Every journalled table by the name it has in the journal."""
    mappers = sorted(Row.registry.mappers, key=lambda mapper: mapper.class_.__name__)
    return {m.class_.__tablename__: m.class_ for m in mappers if issubclass(m.class_, Row)}
