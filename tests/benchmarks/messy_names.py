"""A call of invented participants as Zoom would name them, and who each of them is: two generators built differently.

`by_scenes` writes names the way a list of scenes says (a telephone named for its owner, a family round one screen, an
initial). `by_channel` knows no scenes: it takes the words of a name, leaves some out, turns them round, and lets a
keyboard and an ear work on every letter. Weights that hold on one only are fitted to it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.folding import fold
from db.residents.nicknames import SHORT_FOR
from tests.benchmarks.big_roll import ORGANISATIONS

STRANGERS = 0.25
Person = Mapping[str, Any]


@dataclass(frozen=True)
class Joined:
    """One participant: the name on the screen, the e-mail if any, and whose it is; None for who is on no roll."""

    name: str
    email: str | None
    truth: str | None


Generator = Callable[[Person, random.Random], str]


def call(
    present: Sequence[Person], strangers: Sequence[Person], generator: Generator, chance: random.Random
) -> list[Joined]:
    """Everybody who is present and some strangers, mixed; one in eight of the neighbours by her own e-mail."""
    joined = [
        Joined(generator(one, chance), one["email"] if chance.random() < 0.125 else None, one["id"]) for one in present
    ]
    joined += [Joined(generator(one, chance), None, None) for one in strangers]
    chance.shuffle(joined)
    return joined


_SHORTS: dict[str, list[str]] = {}
for _brief, _written in SHORT_FOR.items():
    for _one in _written:
        _SHORTS.setdefault(_one, []).append(_brief)
# Short names that no list of ours has: who is called so is found by the surname, or not at all.
_UNLISTED = ("Tota", "Negra", "Colo", "Gringo", "Pichi", "Flaco", "Nena", "Tati", "Cuca", "Bocha")
_DEVICES = ("iPhone", "Galaxy A12", "moto g(8) power", "iPad", "Redmi Note 9", "LAPTOP-7QK2", "Samsung SM-A515F")
_OWNED = ("iPhone de {}", "iPad de {}", "Galaxy de {}", "{} iPhone", "Celular de {}", "Notebook {}")


def _short(given: str, chance: random.Random) -> str:
    known = _SHORTS.get(fold(given))
    if known and chance.random() < 0.75:
        return chance.choice(known).capitalize()
    return given[:4] if chance.random() < 0.5 and len(given) > 5 else chance.choice(_UNLISTED)


def _slipped(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text))
    other = chance.choice("abcdefghijklmnoprstuvz")
    return chance.choice(
        (
            text[:at] + text[at + 1 :],
            text[:at] + other + text[at:],
            text[:at] + other + text[at + 1 :],
            text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :],
        )
    )


def by_scenes(one: Person, chance: random.Random) -> str:
    """A name on the screen as one of some twenty scenes has it."""
    given, family = one["given_names"].split(), one["family_name"].split()
    first, last = given[0], family[-1] if len(family[0]) < 3 else family[0]
    plain = f"{first} {last}"
    name = chance.choices(
        (
            plain, f"{one['given_names']} {one['family_name']}", f"{last} {first}", f"{last}, {one['given_names']}",
            f"{first[0]}. {last}", f"{first} {last[0]}.", first, f"{_short(first, chance)} {last}",
            _short(first, chance), last, chance.choice(_OWNED).format(first), chance.choice(_OWNED).format(plain),
            chance.choice(_DEVICES), f"Familia {last}", f"{first} y {chance.choice(('Juan', 'Ana', 'Luis'))} {last}",
            f"{chance.choice(ORGANISATIONS)} - {plain}", f"{plain} ({chance.choice(('ella', 'él', 'she/her'))})",
            f"{plain} {one['document']}", f"{given[-1]} {last}", f"{plain} {chance.choice(('Ríos', 'Sosa', 'Vega'))}",
        ),
        weights=(26, 13, 5, 4, 4, 4, 4, 7, 1, 1, 3, 4, 2, 2, 2, 4, 3, 1, 3, 2),
    )[0]  # fmt: skip
    if chance.random() < 0.10:
        name = _slipped(name, chance)
    return chance.choices((name, fold(name), name.upper(), name.lower()), weights=(55, 25, 8, 12))[0]


_KEYS = ("qwertyuiop", "asdfghjklñ", "zxcvbnm")
_HEARD = "z>s s>z v>b b>v ll>y y>ll h> ge>je gi>ji c>s qu>k x>j nn>n ss>s tt>t th>t ph>f"
_EAR = [pair.split(">") for pair in _HEARD.split()]


def by_channel(one: Person, chance: random.Random) -> str:
    """A name on the screen as a noisy channel leaves it: words left out, turned round, cut, then letters spoiled."""
    words = [*one["given_names"].split()[: chance.choice((1, 1, 1, 2))], *one["family_name"].split()[:2]]
    words = [word for at, word in enumerate(words) if at == 0 or chance.random() > 0.12] if len(words) > 1 else words
    if chance.random() < 0.12:
        words.reverse()
    cut = chance.random()
    if cut < 0.07:
        words[-1] = words[-1][0]
    elif cut < 0.11:
        words[0] = words[0][: chance.choice((1, 3, 4))]
    elif cut < 0.15:
        words.append(chance.choice(("Fernández", "de Ruiz", "Paredes", "Molina", "Luna")))
    told = [_heard(_typed(word.lower(), chance), chance) for word in words]
    joined = chance.choices((" ", ".", "_", ""), weights=(90, 4, 3, 3))[0].join(told)
    joined = joined.title() if chance.random() < 0.7 else joined
    if chance.random() < 0.08:
        joined += str(chance.randrange(50, 2012))
    return joined + chance.choices(("", " 🌻", " (Rosario)", " - vecina"), weights=(92, 3, 3, 2))[0]


def _typed(word: str, chance: random.Random) -> str:
    letters = list(fold(word) if chance.random() < 0.5 else word)
    for at, letter in enumerate(letters):
        if chance.random() < 0.012:
            row = next((keys for keys in _KEYS if letter in keys), "")
            place = row.find(letter)
            letters[at] = chance.choice(("", letter * 2, row[max(place - 1, 0)] if row else letter, row[-1:]))
    return "".join(letters) or word


def _heard(word: str, chance: random.Random) -> str:
    for written, heard in _EAR:
        if written in word and chance.random() < 0.02:
            return word.replace(written, heard, 1)
    return word
