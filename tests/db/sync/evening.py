"""What laptops write down in the tests of sync."""

from __future__ import annotations

from sqlalchemy import select

from db.organisations.tables import Organisation
from db.residents.tables import Resident
from db.work import Work


def note_down(work: Work, *, name: str) -> str:
    made = Resident(family_name=name, given_names="Rosa", phone="+543415550001")
    work.session.add(made)
    work.session.flush()
    return made.id


def note_down_many(work: Work, *, count: int) -> None:
    work.session.add_all(Organisation(name=f"Club {n}", folded=f"club {n}", kind="club") for n in range(count))


def change_phone(work: Work, *, resident: str, phone: str) -> None:
    work.session.scalars(select(Resident).where(Resident.id == resident)).one().phone = phone
