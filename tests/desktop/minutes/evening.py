"""An evening of invented facts: one hybrid sitting of a council in a city that exists nowhere."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

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

ZONE = ZoneInfo("America/Argentina/Cordoba")
START = datetime(2026, 11, 22, 19, 4, tzinfo=ZONE)

MARTA = Named("Marta Ledesma", "woman", "r1")
RAUL = Named("Raúl Ibarra", "man", "r2")
ALEX = Named("Alex Núñez", "non_binary", "r3")
DANI = Named("Dani Quiroga", None, "r4")


def at(minutes: float) -> datetime:
    """A moment of the evening, in minutes after the opening."""
    return START + timedelta(minutes=minutes)


PEOPLE = (
    Person(
        "r1",
        "Ledesma",
        "Marta",
        "",
        "woman",
        "Las Acacias",
        "Vecinal Las Acacias",
        False,
        (Stay("room", at(-6), at(98)),),
    ),
    Person("r2", "Ibarra", "Raúl Alberto", "", "man", "Villa del Arroyo", "", True, (Stay("zoom", at(3), at(99)),)),
    Person(
        "r3",
        "Núñez",
        "Alejandra",
        "Alex",
        "non_binary",
        "Las Acacias",
        "Club Social y Deportivo Arroyo",
        False,
        (Stay("zoom", at(0), at(31)), Stay("room", at(40), at(99))),
    ),
    Person(
        "r4",
        "Quiroga",
        "Dani",
        "",
        None,
        "",
        "",
        True,
        tuple(Stay("zoom", at(5 + 10 * n), at(11 + 10 * n)) for n in range(6)),
    ),
)

ITEMS = (
    Item("Apertura y lectura del acta anterior", "", 5, at(0), at(6), "Se leyó y aprobó el acta anterior.", "informed"),
    Item(
        "Plaza de la Estación: juegos y luminarias",
        "Dirección de Parques y Paseos",
        15,
        at(6),
        at(34),
        "La dirección presentó el proyecto de los juegos nuevos.\nSe pidió que el sector de las hamacas tenga sombra.",
        "agreed",
        False,
        (
            Turn(MARTA, "room", 80),
            Turn(RAUL, "zoom", 40),
            Turn(MARTA, "room", 130),
            Turn(ALEX, "zoom", 61),
            Turn(DANI, "zoom", 9),
        ),
    ),
    Item("Baches en la calle San Telmo", "", 20, at(34), at(71), "", "referred", True, (Turn(RAUL, "zoom", 300),)),
    Item("Huerta comunitaria", "", 10, None, None, "", "postponed"),
)

ISSUES = (
    Issue(
        "complaint",
        "Las luminarias de la plaza están apagadas desde hace tres semanas.",
        MARTA,
        "room",
        "Plaza de la Estación",
        "Ambiente",
        "Alumbrado Público",
    ),
    Issue(
        "complaint",
        "El colectivo 115 no respeta la frecuencia los domingos.",
        RAUL,
        "zoom",
        "",
        "Transporte",
        "Movilidad",
        "answered",
        "chat",
    ),
    Issue(
        "proposal",
        "Armar una huerta comunitaria en el terreno de la vecinal.",
        ALEX,
        "zoom",
        "Vecinal Las Acacias",
        "Agricultura urbana",
        "",
    ),
    Issue("question", "¿Cuándo abre la inscripción a los talleres de verano?", DANI, "zoom"),
    Issue("question", "¿Quién tiene las llaves del salón?", None, ""),
)

COMMITMENTS = (
    Commitment("Reponer las luminarias de la plaza.", Named("Alumbrado Público"), date(2026, 12, 15)),
    Commitment("Acercar la lista de familias interesadas en la huerta.", MARTA, None),
)

PREVIOUS = (
    Commitment(
        "Podar los plátanos de la calle Sarmiento.",
        Named("Parques y Paseos"),
        date(2026, 11, 1),
        "open",
        date(2026, 9, 20),
    ),
    Commitment("Prestar el salón para el taller.", RAUL, date(2026, 10, 10), "kept", date(2026, 9, 20)),
)

FIGURES = Figures(
    in_room=2,
    online=3,
    both=1,
    people=4,
    unnamed=3,
    unresolved=2,
    new=2,
    returning=2,
    by_age=(Band("18-29", 1), Band("30-59", 0), Band("60+", 2), Band("unknown", 1)),
    by_gender=(Band("woman", 1), Band("man", 1), Band("non_binary", 1), Band("not_said", 0), Band("unknown", 1)),
)

HEADING = Heading(
    city="Puerto Alegría",
    authority="Municipalidad de Puerto Alegría",
    council="Consejo Barrial Las Acacias",
    council_kind="neighbourhood",
    district="Ribera",
    centre="Centro Municipal Alfonsina Reyes",
    title="Sesión de noviembre",
    starts_at=datetime(2026, 11, 22, 19, 0, tzinfo=ZONE),
    neighbourhoods=("Las Acacias", "Villa del Arroyo", "Industrial"),
    topics=("Ambiente",),
    address="Av. de los Fresnos 2150",
    place="Vecinal Las Acacias, Roca 340",
    mode="hybrid",
    opened_at=START,
    closed_at=at(101),
    stream_views=210,
)

EVENING = MinutesFacts(
    sitting="0190a0b0-0000-7000-8000-000000000001",
    heading=HEADING,
    edition=Edition(14, 2026, 1, "draft", "es_AR", at(110)),
    figures=FIGURES,
    people=PEOPLE,
    items=ITEMS,
    issues=ISSUES,
    commitments=COMMITMENTS,
    previous=PREVIOUS,
    signatures=(
        Signature("facilitator", "Lucía Benavídez"),
        Signature("secretary"),
        Signature("neighbour"),
        Signature("neighbour"),
    ),
)


def crowd(people: int) -> MinutesFacts:
    """The same evening with many more people, all of them different."""
    everybody = tuple(
        Person(
            f"r{n}",
            f"Apellido{n:04d}",
            f"Nombre{n:04d}",
            "",
            "woman" if n % 2 else "man",
            "Las Acacias",
            "",
            n % 7 == 0,
            (Stay("room" if n % 3 else "zoom", at(n % 20), at(90)),),
        )
        for n in range(people)
    )
    return replace(EVENING, people=everybody)
