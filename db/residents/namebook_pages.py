"""The names of a roll as numbers: what a page of the namebook holds, and how a few people make one. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from db.folding import words
from db.residents.sounding import sound

if TYPE_CHECKING:  # numpy costs a fifth of a second: it is imported when the first call is judged
    from numpy.typing import NDArray

PAGE_BITS = 10
"""A page has the places that are alike but for so many bits."""
SLOTS = 6
"""Of each name the first three words of the given names and the first three of the surname are kept."""
GIVEN, FAMILY = slice(0, 3), slice(3, 6)
PARTICLES = frozenset({"de", "del", "la", "las", "los", "y", "da", "di", "do", "dos", "von", "van"})
"""Small words of names, which tell nobody from anybody."""

_CLUB = "_"
_FULLS = 2


@dataclass(frozen=True, eq=False)
class Pages:
    """The book in memory, one row a name (somebody with a chosen name has two), in the order of the places.

    places: int64, where the person stands in the search. clubs: the word `_` and her organisation, 0 without.
    fulls: int64, her full name as a number (`full_number`). names: rows of SLOTS words, 0 where there is none. Clubs
    and names are uint16, or int32 where the words are more than that counts.
    words: every word by its number, from 1. sounds: how each of them sounds, in the same order.
    """

    places: NDArray[Any]
    clubs: NDArray[Any]
    fulls: NDArray[Any]
    names: NDArray[Any]
    words: dict[str, int]
    sounds: tuple[str, ...]


def club_word(organisation_id: str) -> str:
    """The word that stands in the book for an organisation."""
    return _CLUB + organisation_id


def full_number(told: Sequence[str]) -> int:
    """The number of a full name: of its folded words, the given names first. Eight bytes of BLAKE2b."""
    return int.from_bytes(blake2b(" ".join(told).encode(), digest_size=8).digest(), "little", signed=True)


def pages_of(people: Iterable[tuple[int, str, str, str | None, str | None]]) -> Pages:
    """A book of a few people at once, without any file: place, surname, given names, chosen name, organisation's id."""
    known: dict[str, int] = {}
    pages: defaultdict[int, Page] = defaultdict(lambda: Page(known))
    for place, family, given, chosen, club in sorted(people, key=lambda one: one[0]):
        pages[place >> PAGE_BITS].add(place, family, given, chosen, club)
    return as_pages([(number, *page.blobs()) for number, page in pages.items()], known, map(heard, known))


def as_pages(
    written: Iterable[tuple[int, bytes, bytes, bytes, bytes]], known: dict[str, int], sounds: Iterable[str]
) -> Pages:
    """The book of what is written in pages, in their order, each behind its number; `known` are the words, `sounds` how
    they sound.
    """
    import numpy as np

    some = [one for one in written if one[3]]
    rows = [len(one[3]) // 8 for one in some]
    numbers, places, clubs, fulls, names = zip(*some, strict=True) if some else ((),) * 5
    return Pages(
        _places(numbers, places, rows),
        _joined(clubs, rows, 1),
        np.frombuffer(b"".join(fulls), "<i8"),
        _joined(names, rows, SLOTS).reshape(-1, SLOTS),
        known,
        tuple(sounds),
    )


def _joined(blobs: Sequence[bytes], rows: Sequence[int], slots: int) -> NDArray[Any]:
    """A column of all pages, as narrow as they were written: two bytes a number, or four, or eight."""
    import numpy as np

    widths = [len(blob) // (count * slots) for blob, count in zip(blobs, rows, strict=True)]
    kinds = [f"<i{width}" if width > 2 else "<u2" for width in widths]
    if len(set(kinds)) == 1:  # pages in one piece are taken as they are: a third of the time
        return np.frombuffer(b"".join(blobs), kinds[0])
    return np.concatenate([np.empty(0, "<u2"), *map(np.frombuffer, blobs, kinds)])


def _places(numbers: Sequence[int], blobs: Sequence[bytes], rows: Sequence[int]) -> NDArray[Any]:
    """Where the people of all pages stand: a page holds the last digits only, if it is not an old one."""
    import numpy as np

    begins = [0 if len(blob) == 8 * count else number << PAGE_BITS
              for number, blob, count in zip(numbers, blobs, rows, strict=True)]  # fmt: skip
    places: NDArray[Any] = np.array(begins, np.int64).repeat(rows) + _joined(blobs, rows, 1)
    return places


class Page:
    """One page as it is written; words that are new get the next number."""

    def __init__(self, known: dict[str, int]) -> None:
        self._known = known
        self._places: list[int] = []
        self._clubs: list[int] = []
        self._fulls: list[int] = []
        self._names: list[int] = []

    def add(self, place: int, family: str, given: str, chosen: str | None, club: str | None) -> None:
        """One person, by each of her names."""
        for one in dict.fromkeys((given, chosen or given)):
            given_words, family_words = _words(one), _words(family)
            self._places.append(place)
            self._clubs.append(self._number(club_word(club)) if club else 0)
            self._fulls.append(full_number((*given_words, *family_words)))
            self._names += (*self._three(given_words), *self._three(family_words))

    def blobs(self) -> tuple[bytes, bytes, bytes, bytes]:
        """The four columns of the page, each as narrow as its numbers allow: what is read back has to be decrypted."""
        import numpy as np

        upto = (1 << PAGE_BITS) - 1
        columns = ([place & upto for place in self._places], self._clubs, self._fulls, self._names)
        kinds = ["<u2" if max(some, default=0) < 1 << 16 else "<i4" for some in columns]
        kinds[_FULLS] = "<i8"
        places, clubs, fulls, names = (
            np.array(some, kind).tobytes() for some, kind in zip(columns, kinds, strict=True)
        )
        return places, clubs, fulls, names

    def _three(self, told: Sequence[str]) -> tuple[int, int, int]:
        numbers = [self._number(word) for word in told if word not in PARTICLES][:3]
        first, second, third = (*numbers, 0, 0, 0)[:3]
        return first, second, third

    def _number(self, word: str) -> int:
        return self._known.setdefault(word, len(self._known) + 1)


# The same names come again and again.
_words = lru_cache(maxsize=50_000)(words)


def heard(word: str) -> str:
    """How a word sounds; `-` for what has no sound."""
    return (sound(word) if word.isalpha() else "") or "-"
