"""An invented evening with a little of everything, on which the templates of the minutes are tried out."""

from __future__ import annotations

from datetime import datetime, timedelta

from db.minutes.facts import (
    Band,
    Commitment,
    Edition,
    Figures,
    Heading,
    Issue,
    Item,
    MinutesFacts,
    Named,
    Person,
    Signature,
    Stay,
    Turn,
)
from db.places.city import City


def sample(city: City, now: datetime) -> MinutesFacts:
    """Facts about nobody, in the language and the zone of the city."""
    at = now.astimezone(city.zone)
    end, ana = at + timedelta(minutes=90), Named("Ana Ejemplo", "woman", "a")
    district = city.districts[0]
    promise = Commitment("Cambiar las luminarias", Named("Alumbrado"), end.date())
    return MinutesFacts(
        sitting="sample",
        heading=Heading(
            city=city.name, council="Consejo de prueba", council_kind="neighbourhood", district=district.name,
            centre=district.centre, title="Prueba de la plantilla", starts_at=at, place=district.centre, mode="hybrid",
            opened_at=at, closed_at=end,
        ),
        edition=Edition(1, at.year, 1, "draft", city.language, end),
        figures=Figures(
            1, 1, 1, 1, 2, 0, 1, 0, by_age=(Band("unknown", 1),), by_gender=(Band("woman", 1),),
        ),
        people=(Person("a", "Ejemplo", "Ana", gender="woman", new=True, stays=(Stay("room", at), Stay("zoom", at))),),
        items=(Item("Plaza", "Secretaría", 15, at, end, "Se conversó.", "agreed", turns=(Turn(ana, "room", 60),)),),
        issues=(Issue("complaint", "Falta luz en la plaza", ana, "room", "Plaza", department="Alumbrado"),),
        commitments=(promise,),
        previous=(promise,),
        signatures=(Signature("facilitator"), Signature("secretary")),
    )  # fmt: skip
