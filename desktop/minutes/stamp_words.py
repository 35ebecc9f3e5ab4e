"""What a signature says on the paper, in the language of the acta."""

from __future__ import annotations

from datetime import datetime

from desktop.minutes.phrases import Phrases
from desktop.minutes.seal_words import say
from desktop.minutes.signing import Signatory, Wish


def seen(who: Signatory, at: datetime, wish: Wish, phrases: Phrases, language: str) -> list[str]:
    """The lines of a signature: by law digital or electronic, who, when and where, who gave the certificate.

    `at` is in the zone of the city, as every other time of the acta.
    """
    when = say(language, "when", date=phrases.date(at, "short"), time=phrases.time(at), zone=f"{at:%z}")
    beside = " · ".join(one for one in (wish.location, wish.reason) if one)
    lines = [say(language, who.kind), who.name, when, beside, say(language, "issuer", issuer=who.issuer)]
    return [line for line in lines if line]
