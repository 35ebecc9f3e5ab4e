"""Neighbours are written down, put right, asked for consent, and known by other names."""

from __future__ import annotations

from datetime import date

import pytest

from db.clock import named_id
from db.errors import Refused
from db.folding import fold
from db.organisations.commands import find_or_make
from db.residents.commands import (
    CONSENT_TEXT,
    correct,
    enrol,
    forget_alias,
    give_consent,
    remember_alias,
    take_back_consent,
)
from db.residents.queries import ResidentCard, by_document, card, count
from db.work import Store
from tests.record import EVENING, HandClock


@pytest.fixture
def rosa(store: Store) -> str:
    return store.do(enrol, family_name="ÑANDÚBEZ", given_names="rosaura", document="12.345.678").outcome


def read(store: Store, resident: str) -> ResidentCard:
    return store.ask(card, resident_id=resident)


def test_somebody_new_is_on_the_roll_as_she_said(store: Store) -> None:
    muelle = named_id("villa_ejemplo", "neighbourhood", "ribera", fold("El Muelle"))
    club = store.do(find_or_make, name="Club El Ancla").outcome
    made = store.do(
        enrol, family_name="Ñandúbez", given_names="Rosaura", chosen_name="Ro", document="12.345.678",
        birth_date="25/08/1979", gender="F", phone="099123456", phone_prefix="+598", email="RO@correo.example",
        street=" Calle  del Puerto ", street_number="12", neighbourhood_id=muelle, organisation_id=club,
    ).outcome  # fmt: skip
    told = read(store, made)
    assert (told.name, told.document, told.birth_date) == ("Ro Ñandúbez", "12345678", date(1979, 8, 25))
    assert (told.gender, told.phone, told.email) == ("woman", "+59899123456", "ro@correo.example")
    assert (told.street, told.neighbourhood, told.district) == ("Calle del Puerto", "El Muelle", "Ribera")
    assert told.organisation == "Club El Ancla"
    assert store.ask(count) == 1


def test_nobody_is_written_down_without_both_names(store: Store) -> None:
    with pytest.raises(Refused, match="name_missing"):
        store.do(enrol, family_name="Ñandúbez", given_names="")
    assert store.ask(count) == 0


def test_a_correction_changes_what_was_told_and_nothing_else(store: Store, rosa: str) -> None:
    store.do(correct, resident_id=rosa, family_name="Ñandúbez Quintela", gender="F")
    told = read(store, rosa)
    assert (told.family_name, told.given_names, told.document) == ("Ñandúbez Quintela", "Rosaura", "12345678")
    store.do(correct, resident_id=rosa, document="")
    assert read(store, rosa).document is None
    assert store.ask(by_document, document="12345678") == ()


def test_a_refused_correction_leaves_her_as_she_was(store: Store, rosa: str) -> None:
    with pytest.raises(Refused, match="phone_unreadable"):
        store.do(correct, resident_id=rosa, family_name="Yrurtia", phone="1")
    assert read(store, rosa).family_name == "Ñandúbez"


def test_consent_is_noted_once_with_its_words_and_hour(store: Store, rosa: str, clock: HandClock) -> None:
    assert store.do(give_consent, resident_id=rosa).outcome
    clock.forward(minutes=5)
    again = store.do(give_consent, resident_id=rosa)
    assert not again.outcome
    assert not again.changes
    told = read(store, rosa)
    assert (told.consent_at, told.consent_text) == (EVENING, CONSENT_TEXT)
    store.do(take_back_consent, resident_id=rosa)
    assert read(store, rosa).consent_at is None


def test_another_name_is_remembered_and_each_time_more_surely(store: Store, rosa: str) -> None:
    for spelling in ("iPhone de Rosaura", "IPHONE  de rosaura"):
        store.do(remember_alias, resident_id=rosa, kind="zoom_name", value=spelling, source="matching")
    (alias,) = read(store, rosa).aliases
    assert (alias.value, alias.times_confirmed) == ("iphone de rosaura", 2)
    store.do(forget_alias, resident_id=rosa, kind="zoom_name", value="iPhone de Rosaura")
    store.do(forget_alias, resident_id=rosa, kind="zoom_name", value="iPhone de Rosaura")
    assert read(store, rosa).aliases == ()


def test_who_is_not_on_the_roll_cannot_be_changed(store: Store) -> None:
    for command in (give_consent, take_back_consent, correct):
        with pytest.raises(Refused, match="resident_unknown"):
            store.do(command, resident_id="nobody")
    with pytest.raises(Refused, match="resident_unknown"):
        store.ask(card, resident_id="nobody")
