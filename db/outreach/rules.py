"""Rules of outreach: by which channels people are invited, what can come of it, and how offices write both. Pure."""

from __future__ import annotations

from db.contacts import clean_text
from db.errors import Refused
from db.folding import words

CHANNELS = ("whatsapp_group", "whatsapp", "mail", "call", "visit", "organisation", "social_media", "poster", "other")
RESULTS = ("told", "will_come", "may_come", "will_not_come", "no_answer", "wrong_contact")
MOST_REACHED = 100_000
# What stands in a column of channels or results; the codes themselves are understood as well.
_CHANNEL_WORDS = {
    "grupo": "whatsapp_group", "grupo de whatsapp": "whatsapp_group", "grupo whatsapp": "whatsapp_group",
    "grupo de wp": "whatsapp_group", "whatsapp": "whatsapp", "wp": "whatsapp", "wsp": "whatsapp", "mensaje": "whatsapp",
    "correo": "mail", "correo electronico": "mail", "email": "mail", "e mail": "mail", "mail": "mail",
    "llamada": "call", "llamado": "call", "telefono": "call", "llamada telefonica": "call",
    "visita": "visit", "casa por casa": "visit", "timbreo": "visit", "puerta a puerta": "visit",
    "institucion": "organisation", "organizacion": "organisation", "vecinal": "organisation", "escuela": "organisation",
    "redes": "social_media", "redes sociales": "social_media", "facebook": "social_media", "instagram": "social_media",
    "afiche": "poster", "cartel": "poster", "volante": "poster", "otro": "other", "otra": "other",
}  # fmt: skip
_RESULT_WORDS = {
    "": "told", "avisado": "told", "avisada": "told", "enviado": "told", "si": "will_come", "viene": "will_come",
    "va": "will_come", "confirmado": "will_come", "confirmada": "will_come", "confirma": "will_come",
    "quizas": "may_come", "tal vez": "may_come", "puede ser": "may_come", "duda": "may_come", "ve": "may_come",
    "no": "will_not_come", "no viene": "will_not_come", "no va": "will_not_come", "no puede": "will_not_come",
    "no contesta": "no_answer", "no responde": "no_answer", "sin respuesta": "no_answer", "no atiende": "no_answer",
    "no estaba": "no_answer", "equivocado": "wrong_contact", "numero equivocado": "wrong_contact",
    "rebota": "wrong_contact", "dato equivocado": "wrong_contact", "no existe": "wrong_contact",
}  # fmt: skip


def known_channel(text: str) -> str:
    """One of CHANNELS, from its code or from the usual words. Raises Refused: outreach_channel_unknown."""
    told = " ".join(words(text))
    found = _CHANNEL_WORDS.get(told) or "_".join(told.split())
    if found not in CHANNELS:
        raise Refused("outreach_channel_unknown", channel=text)
    return found


def known_result(text: str | None) -> str:
    """One of RESULTS, from its code or from the usual words; nothing told means she was told.

    Raises Refused: outreach_result_unknown.
    """
    told = " ".join(words(text or ""))
    found = _RESULT_WORDS.get(told) or "_".join(told.split())
    if found not in RESULTS:
        raise Refused("outreach_result_unknown", result=text)
    return found


def known_audience(
    *, resident_id: str | None, audience: str | None, reached: int | None
) -> tuple[str | None, int | None]:
    """Who is invited: one person, or a group by its name and how many it has; answers the group's, cleaned.

    Raises Refused: outreach_nobody (neither of both), outreach_reached_unreadable (below 1 or above MOST_REACHED).
    """
    group = clean_text(audience)
    if resident_id is not None:
        return None, None
    if not group:
        raise Refused("outreach_nobody")
    if reached is not None and not 1 <= reached <= MOST_REACHED:
        raise Refused("outreach_reached_unreadable", most=MOST_REACHED)
    return group, reached
