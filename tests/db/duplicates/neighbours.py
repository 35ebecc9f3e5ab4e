"""Neighbours of the invented city, written on the roll twice over."""

from __future__ import annotations

from datetime import date

from db.residents.commands import enrol
from db.work import Store

BORN = date(1979, 8, 25)


def somebody(store: Store, family_name: str = "Ñandúbez", given_names: str = "Rosaura", **facts: object) -> str:
    return store.do(enrol, family_name=family_name, given_names=given_names, phone_prefix="+598", **facts).outcome
