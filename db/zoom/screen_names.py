"""What a name on the screen says by its own words: an apparatus, a room, a household, or somebody in particular.

Pure. Nothing here knows a resident.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from db.folding import fold, words
from db.residents.namebook_pages import PARTICLES

_APPARATUS = """android call celular computadora galaxy honor huawei in infinix ipad iphone laptop lg llamada macbook
moto motorola notebook oppo pc poco pro realme redmi samsung sm tablet tecno telefono usuario user xiaomi zte zoom
phone mobile mi"""
_BETWEEN = frozenset({"de", "del", "la", "el"})
DEVICE_WORDS = frozenset(_APPARATUS.split())
"""Words that name an apparatus, as telephones and Zoom put them where a name should stand."""

_MODEL = re.compile(r"(?=.*\d)[a-z0-9]{1,12}|[a-z]|plus|max|mini|lite|ultra|note|edge|power|play|neo|air|se|xr|xs|fe")
_YEAR = re.compile(r"(?<=[^\W\d_]{3})\d{2,4}$")
_ROOMS = frozenset({"sala", "salon", "auditorio", "recinto", "sum"})
_OF_A_ROOM = _BETWEEN | frozenset(
    {"zoom", "reuniones", "sesiones", "municipal", "municipalidad", "virtual", "presencial", "principal", "consejo"}
)
_ROOM_PHRASES = ("zoom room", "sala de reuniones", "sala de sesiones", "salon de usos multiples")

_AT_HOME = """familia familias flia fam matrimonio esposos hermanos hermanas hnos hijos hijas nietos nietas padres
abuelos sres senores vecinos vecinas"""
TOGETHER = frozenset(_AT_HOME.split())
"""Words that say that more than one sits before the screen; nobody is called so."""
_BESIDE = """sr sra srta dr dra lic ing arq prof profe don dona cra cdor abog hija hijo mama papa abuela abuelo esposa
esposo senora senor invitado invitada vecina vecino barrio soy"""
NOT_NAMES = frozenset(_BESIDE.split())
"""Titles, and words of kinship: they stand beside names and are part of none."""

_PRONOUN_WORDS = "ella el elle ellas ellos she he they her him his hers theirs la le lo"
PRONOUNS = frozenset(_PRONOUN_WORDS.split())
_IN_BRACKETS = re.compile(r"[(\[{/|]([^()\[\]{}|]*)[)\]}]?")

# One call has the same names again and again, and so has the next one of the council.
folded = lru_cache(maxsize=20_000)(fold)
name_words = lru_cache(maxsize=20_000)(words)


def is_device(name: str) -> bool:
    """Whether a name says nothing but an apparatus: `iPhone`, `Galaxy A12`, `moto g(8) power`, `Zoom user`.

    `iPhone de Marta` is not one: it says Marta.
    """
    return bool(name_words(name)) and not person_words(name)


@lru_cache(maxsize=20_000)
def person_words(name: str) -> tuple[str, ...]:
    """The folded words of a name that may be a person's: without apparatus, models, numbers and the words between."""
    told = [word for word in map(_without_year, name_words(name)) if not any(letter.isdigit() for letter in word)]
    if not any(word in DEVICE_WORDS for word in told):
        return tuple(told)
    return tuple(word for word in told if word not in DEVICE_WORDS | _BETWEEN and not _MODEL.fullmatch(word))


def _without_year(word: str) -> str:
    """`marta1978` is Marta."""
    return _YEAR.sub("", word)


@lru_cache(maxsize=20_000)
def without_pronouns(name: str) -> str:
    """Without `(ella)`, `[él]`, `/ she/her`: only where brackets or strokes set them apart, for Él and La are names."""

    def keep(found: re.Match[str]) -> str:
        inside = words(found.group(1))
        return " " if inside and PRONOUNS.issuperset(inside) else found.group(0)

    return _IN_BRACKETS.sub(keep, name)


def is_pronoun(name: str) -> bool:
    """Whether a name is only how somebody wants to be spoken of: `ella`, `she/her`."""
    return bool(name_words(name)) and PRONOUNS.issuperset(name_words(name))


def is_room(name: str, *, room_names: Sequence[str] = ()) -> bool:
    """Whether a name is that of a meeting room's own client. `room_names`: the sitting's place, the district's centre.

    `Sala de reuniones 2` is; so is `Sala Oeste` in the district Oeste, or `Sala CMD` where the centre is called Centro
    Municipal de Distrito; `Sala Laura` is not, for it is a surname too.
    """
    told = folded(name)
    if any(phrase in told for phrase in _ROOM_PHRASES):
        return True
    first, *rest = name_words(name) or ("",)
    local = {word for room in room_names for word in (*words(room), *_initials(room))}
    known = all(word in _OF_A_ROOM or word in local or word.isdigit() or len(word) == 1 for word in rest)
    return first in _ROOMS and bool(rest) and known


def _initials(room: str) -> set[str]:
    """By which first letters people call a place: three or more of its words that follow each other."""
    letters = "".join(word[0] for word in words(room) if word not in PARTICLES)
    return {letters[begin:end] for begin in range(len(letters)) for end in range(begin + 3, len(letters) + 1)}


def says_who(name: str) -> bool:
    """Whether a name may be one person's alone in a call: two whole words of hers, as a given name and a surname.

    `Juan`, `L`, `Juan P.`, `iPhone de Marta`, `Familia Paz` are not: many are called so.
    """
    whole = [word for word in person_words(name) if len(word) > 1 and word not in PARTICLES | NOT_NAMES]
    return len(whole) >= 2 and not TOGETHER.intersection(whole)
