"""A neighbour who was everywhere: two rows of one person, the room and Zoom, the floor, requests, promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from db.agenda.commands import add_item, begin_item
from db.agenda.floor import give_floor
from db.checkin.commands import check_in
from db.clock import named_id
from db.duplicates.commands import merge
from db.folding import fold
from db.issues.commands import add_issue, make_commitment
from db.matching.commands import confirm
from db.organisations.commands import find_or_make
from db.residents.commands import correct, enrol, give_consent
from db.work import Store
from db.zoom.files.told import Chat, ChatLine, PollAnswer, Polls, Registrant, Registrations, Spoken, Transcript
from db.zoom.handouts import take_in_chat, take_in_polls, take_in_registrations, take_in_transcript
from tests.db.matching.scene import Scene, row

# Invented, and no part of any other word: searched for byte by byte.
FAMILY, GIVEN, DOCUMENT, PHONE = "Zurbagotxu", "Quiterena", "28471936", "+59899417263"
EMAIL, STREET, NUMBER = "quitezur@correoprueba.example", "Pasaje Ombuzal", "7391"
SECOND_FAMILY, FIRST_TRY = "Zurbagoxtu", "Zurbagotxo"
LATER_EMAIL = "abuelaqz@correoprueba.example"
SECRETS = (
    FAMILY, GIVEN, DOCUMENT, DOCUMENT[::-1], PHONE, "99417263", EMAIL, "quitezur", "Ombuzal", SECOND_FAMILY, FIRST_TRY,
    LATER_EMAIL, "abuelaqz", "iPad de Quite", "Tesorera vitalicia", "vive con su hermana",
)  # fmt: skip


@dataclass(frozen=True)
class Life:
    """The scene, and the identifiers of what she did in it."""

    scene: Scene
    her: str
    other_row: str
    item: str
    issue: str
    promise: str


def live(store: Store) -> Life:
    """One evening of hers with everything, and one of Zoom alone a week later."""
    scene = Scene(store)
    quarter = named_id(store.identity.city_id, "neighbourhood", "ribera", fold("El Muelle"))
    her = store.do(
        enrol, family_name=FIRST_TRY, given_names=GIVEN, document=DOCUMENT, birth_date="1968-03-02", gender="woman",
        phone=PHONE, email=EMAIL, street=STREET, street_number=NUMBER, neighbourhood_id=quarter,
        organisation="Biblioteca del Puerto", organisation_role="Tesorera vitalicia", note="vive con su hermana",
    ).outcome  # fmt: skip
    store.do(correct, resident_id=her, family_name=FAMILY, given_names=GIVEN)
    store.do(give_consent, resident_id=her)
    other_row = store.do(enrol, family_name=SECOND_FAMILY, given_names=GIVEN, email=LATER_EMAIL).outcome
    library = store.do(find_or_make, name="Biblioteca del Puerto").outcome
    store.do(check_in, sitting_id=scene.sitting, resident_id=her, representing_id=library)
    scene.take_in(
        row(f"{GIVEN} {FAMILY}", email=EMAIL),
        row(f"{GIVEN} {FAMILY}", 70, 20, email=EMAIL),
        row("iPad de Quite", 5, 30),
        row("Marta Gómez"),
    )
    store.do(confirm, match_id=scene.group("iPad de Quite").id, resident_ids=[other_row])
    store.do(merge, kept_id=her, absorbed_id=other_row)
    _from_zoom(scene)
    item = store.do(add_item, sitting_id=scene.sitting, title=f"Faroles: expone {GIVEN} {FAMILY}").outcome
    store.do(begin_item, item_id=item)
    store.do(give_floor, sitting_id=scene.sitting, resident_id=her)
    issue = store.do(
        add_issue, sitting_id=scene.sitting, kind="proposal", text=f"La Sra. {FAMILY} pide luz en {STREET} {NUMBER}",
        raised_by_id=her,
    ).outcome  # fmt: skip
    promised = store.do(
        make_commitment, sitting_id=scene.sitting, text="Juntar firmas", responsible_kind="resident",
        responsible_id=her,
    ).outcome  # fmt: skip
    return Life(scene, her, other_row, item, issue, promised)


def _from_zoom(scene: Scene) -> None:
    """What else Zoom handed out of that evening, of her and of others."""
    facts = {"sitting_id": scene.sitting, "file_name": "zoom.csv"}
    mine = Registrant(
        2, EMAIL.upper(), FAMILY, GIVEN, phone=PHONE, document=DOCUMENT, neighbourhood=STREET, status="approved",
        registrant_id="r-her", answers=(("¿Con quién viene?", "con mi hermana, vive con su hermana"),),
    )  # fmt: skip
    other = Registrant(3, "otra@example.org", "Gómez", "Marta", answers=(("¿Con quién viene?", "sola"),))
    scene.store.do(take_in_registrations, told=Registrations(None, (mine, other)), sha256="1" * 64, **facts)
    answers = (
        PollAnswer("Plazas", "¿Cuál primero?", ("La del Muelle",), f"{GIVEN} {FAMILY}", EMAIL),
        PollAnswer("Plazas", "¿Cuál primero?", ("La otra",), f"{GIVEN} {FAMILY}"),
        PollAnswer("Plazas", "¿Cuál primero?", ("Ninguna",)),
        PollAnswer("Plazas", "¿Cuál primero?", ("Las dos",), "Marta Gómez"),
    )
    scene.store.do(take_in_polls, told=Polls(None, answers), sha256="2" * 64, **facts)
    lines = (
        ChatLine(1, f"{GIVEN} {FAMILY}", "presente"),
        ChatLine(2, "Zoilo Nadie", f"que hable {GIVEN} {FAMILY}"),
        ChatLine(3, "iPad de Quite", f"soy {GIVEN}, {DOCUMENT}"),
    )
    scene.store.do(take_in_chat, told=Chat(lines), sha256="3" * 64, **facts)
    minute = timedelta(minutes=1)
    words = (
        Spoken(1, minute, 2 * minute, f"{GIVEN} {FAMILY}", "buenas noches"),
        Spoken(2, 2 * minute, 3 * minute, None, f"gracias {GIVEN} {FAMILY}"),
    )
    scene.store.do(take_in_transcript, told=Transcript(words), sha256="4" * 64, **facts)
