"""Exact evidence for who a group is: e-mail, registration, a confirmed name, a document, a full name that is unique.

Pure. Evidence alone makes somebody sure, and only where nothing speaks against it (`rules`).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise

from db.folding import fold, words
from db.matching.likely.several import lone_words, people_in, says_several
from db.matching.likely.told import told_by
from db.matching.registered import Registration
from db.matching.scoring import Person, Reason, bare_words, meets, reason
from db.residents.nicknames import SHORT_FOR
from db.zoom.rules import Group, Kind
from db.zoom.screen_names import PRONOUNS, folded, is_device, without_pronouns

_DOCUMENT = re.compile(r"(?<![\d*])(\d{1,2}[. ]\d{3}[. ]\d{3}|\d{7,8})(?![\d*])")

# Signs that are no letters, among them all emoji; their skins; and the joiners between them.
_PICTURES = frozenset({"So", "Sk", "Cf", "Cn", "Co"})

_ANYBODY_WORDS = "alguien anonimo asistente casa guest hola host nadie nombre participante sin yo"
_ANYBODY = PRONOUNS | frozenset(_ANYBODY_WORDS.split())
"""Words that anybody may stand under."""


@lru_cache(maxsize=20_000)
def says_somebody(name: str) -> bool:
    """Whether a name says anybody at all: `(ella)`, `Vecina`, `Invitado`, `iPhone`, `Guest` are everybody's."""
    return any(word not in _ANYBODY for word in bare_words(name))


@lru_cache(maxsize=20_000)
def as_called(name: str) -> frozenset[str]:
    """The ways to fold a name by which it is known again: as it stands, and without pictures and pronouns. Some
    evenings `Hilda V.` is `Hilda V. 🌱` or `Hilda V. (ella)`, and nobody else for it.
    """
    bare = name if name.isascii() else "".join(" " if _is_picture(letter) else letter for letter in name)
    return frozenset(told for one in (name, without_pronouns(bare)) if (told := fold(one)))


def _is_picture(letter: str) -> bool:
    return unicodedata.category(letter) in _PICTURES or "\ufe00" <= letter <= "\ufe0f"  # which look it is to have


@lru_cache(maxsize=20_000)
def full_name(name: str) -> str:
    """A name as full names are compared: folded words, given names first; `Peña, Rosa` and `Rosa Peña
    (ella)` are `rosa pena`.

    Empty for less than two words: a given name alone is nobody's full name.
    """
    family, comma, given = without_pronouns(name).partition(",")
    told = [*words(given), *words(family)] if comma and given.strip() else list(words(family))
    return " ".join(told) if len(told) >= 2 else ""


@lru_cache(maxsize=20_000)
def each_full_name(name: str) -> frozenset[str]:
    """The full names of the people whom one name tells of: `Marta y Luis Gómez` are `marta gomez` and `luis gomez`."""
    people = people_in(name)
    told = told_by((name,), (), {}) if len(people) > 1 else ()
    whole = {" ".join(one.words) for one in told if len(told) > 1 and len(one.words) > 1}
    # `Marta, Luis y Pedro Gómez` are three; of `Peña, Rosa y Marta Gómez` the first two words are one.
    alone = [f"{one}, {other}" for one, other in pairwise(people) if len(words(f"{one} {other}")) == 2]
    return frozenset(whole.union(filter(None, map(full_name, (*people, *alone))))) if told else frozenset()


def full_names(person: Person) -> frozenset[str]:
    """The full names of a resident: with the given names, and with the chosen one."""
    given = {person.given_names, person.chosen_name or person.given_names}
    told = {*(f"{one} {person.family_name}" for one in given), *_aliases(person, "name")}
    return frozenset(found for one in told if (found := full_name(one)))


def other_order(person: Person) -> frozenset[str]:
    """The same full names with the surname first, as lists are written: never sure, but a namesake all the same."""
    given = {person.given_names, person.chosen_name or person.given_names}
    return frozenset(found for one in given if (found := full_name(f"{person.family_name} {one}")))


@lru_cache(maxsize=20_000)
def document_in(name: str) -> str | None:
    """A document number typed in a name (`Rosa Peña 23.456.789`), digits only; None without or with several."""
    found = {re.sub(r"\D", "", match) for match in _DOCUMENT.findall(name)}
    return found.pop() if len(found) == 1 else None


def documents_of(group: Group) -> list[str]:
    """The documents typed in the names of a group; the digits of who dialled in are a telephone."""
    return [] if group.kind is Kind.PHONE else [found for one in group.names if (found := document_in(one))]


class Evidence:
    """Exact evidence, looked up once for all groups."""

    def __init__(
        self,
        groups: Sequence[Group],
        people: Sequence[Person],
        *,
        is_given: Callable[[str], bool] | None = None,
        registered: Mapping[str, Sequence[Registration]] | None = None,
    ) -> None:
        """`people`: everybody whom any exact evidence of a group fits. `is_given`: whether a word is a given name on
        the roll; without it, of these people. `registered`: the registrations of each group, by its key.
        """
        self._registered = registered or {}
        self._found: dict[str, Sequence[tuple[Reason, set[str]]]] = {}
        self._people = {one.id: one for one in people}
        self._given_names = {word for one in people for word in words(one.given_names)} | SHORT_FOR.keys()
        self._is_given = is_given or (lambda word: False)
        self._emails = _index(people, lambda one: [one.email, *_aliases(one, "email")])
        self._registrants = _index(people, lambda one: _aliases(one, "registrant"))
        self._zoom_names = _index(people, lambda one: _aliases(one, "zoom_name"))
        self._phones = _index(people, lambda one: _aliases(one, "phone"))
        self._documents = _index(people, lambda one: [one.document, *_aliases(one, "document")])
        self._full = _index(people, full_names)
        self._either_order = _index(people, lambda one: full_names(one) | other_order(one))
        self._borne = Counter(name for group in groups for name in _called(group))
        self._borne_full = Counter(name for group in groups for name in {full_name(one) for one in group.names})

    def of(self, group: Group) -> Sequence[tuple[Reason, set[str]]]:
        """Each kind of evidence a group has, in the order of how much it proves, with the residents it fits."""
        found = self._found.get(group.key)
        if found is None:
            found = self._found[group.key] = tuple(one for one in self._looked_up(group) if one[1])
        return found

    def _looked_up(self, group: Group) -> Iterable[tuple[Reason, set[str]]]:
        # Most groups have a name and nothing else.
        if group.emails:
            yield reason("same_email"), self._fitting(self._emails, group.emails)
        if group.registrant_ids:
            yield reason("same_registrant"), self._fitting(self._registrants, group.registrant_ids)
        if forms := self._registered.get(group.key, ()):
            yield reason("registered_email"), self._fitting(self._emails, [one.email for one in forms])
            yield reason("registered_document"), self._fitting(self._documents, [one.document for one in forms])
        yield reason("confirmed_name"), self._by_confirmed_name(group)
        if whole := [phone for phone in group.phones if "*" not in phone]:
            yield reason("confirmed_phone"), self._fitting(self._phones, whole)
        if typed := documents_of(group):
            yield reason("document_in_name"), self._fitting(self._documents, typed)
        yield reason("unique_full_name"), self._by_full_name(group)

    def person(self, resident_id: str) -> Person:
        """One of the people."""
        return self._people[resident_id]

    def each_of(self, group: Group) -> list[str]:
        """Of a name that tells of several people: whoever alone on the roll bears the name of one of them."""
        told = sorted({name for one in group.names for name in each_full_name(one)})
        alone = [next(iter(found)) for name in told if len(found := self._full.get(name, set())) == 1]
        return list(dict.fromkeys(alone))

    def names_somebody(self, group: Group, refused: frozenset[str] = frozenset()) -> tuple[Reason, str] | None:
        """The first evidence that fits one resident alone, and her; None without, or where a person has said no."""
        for why, found in self.of(group):
            if len(found) == 1 and not found & refused:
                return why, next(iter(found))
        return None

    def known_as(self, group: Group) -> dict[str, int]:
        """Whoever came by one of these names before, and how often; also by one that makes nobody sure: a bare given
        name.
        """
        if not self._zoom_names:
            return {}
        told = {folded(name) for name in group.names}
        told |= {one for name in group.names if folded(name) not in self._zoom_names for one in as_called(name)}
        owners = set().union(*(self._zoom_names.get(name, set()) for name in told))
        return {
            one: sum(
                known.times for known in self._people[one].aliases if known.kind == "zoom_name" and known.value in told
            )
            for one in owners
        }

    def namesakes(self, group: Group) -> bool:
        """Whether another group bears the same name, or this one was there twice at once."""
        return group.overlapping or any(self._borne[name] > 1 for name in _called(group))

    def against(self, group: Group, why: Reason, one: str, refused: frozenset[str]) -> Reason | None:
        """What speaks against the one resident that a piece of evidence fits: another's document, another's full name.

        A document's holder whom a person has ruled out speaks no more.
        """
        typed = documents_of(group)
        holders = self._fitting(self._documents, typed)
        if holders and one not in holders and holders - refused:
            return reason("document_of_another")
        if typed and not holders and self._people[one].document:
            return reason("document_of_another")
        if against := self._form_against(group, why, one, refused):
            return against
        if with_her := self._there_with_her(group, one, refused):
            return reason("name_differs", written=with_her)
        if why["code"] == "confirmed_name":
            return self._other_name(group, one)
        if self._beside_somebody(group, one):
            return reason("perhaps_several")
        if why["code"] == "document_in_name":
            for name in group.names:
                whole = sum(len(word) > 1 for word in bare_words(name)) >= 2 and not is_device(name)
                if whole and not meets(name, self._people[one]):
                    return reason("name_differs", written=name)
        return None

    def _form_against(self, group: Group, why: Reason, one: str, refused: frozenset[str]) -> Reason | None:
        """What the registration of a group says against somebody. One that speaks for her, too, must bear her name, and
        nobody else be on its link by the screen: not by another's name, and not twice at once.
        """
        forms = self._registered.get(group.key, ())
        typed = [form.document for form in forms if form.document]
        holders = self._fitting(self._documents, typed)
        if one not in holders and (holders - refused or (typed and self._people[one].document)):
            return reason("registered_as_another")
        if not why["code"].startswith("registered_"):
            return None
        if self._fitting(self._emails, [form.email for form in forms]) - refused - {one}:
            return reason("registered_as_another")
        for name in self.registered_names(group):
            if not meets(name, self._people[one]):
                return reason("registered_name", written=name)
        for name in group.names:
            if not is_device(name) and not meets(name, self._people[one]):
                return reason("name_differs", written=name)
        return reason("twice_at_once") if group.overlapping else None

    def _there_with_her(self, group: Group, one: str, refused: frozenset[str]) -> str:
        """The full name of another neighbour of the roll, where two were connected at once on one e-mail or link."""
        for name in group.names if group.overlapping else ():
            if self._full.get(full_name(name), set()) - refused - {one} and not meets(name, self._people[one]):
                return name
        return ""

    def _beside_somebody(self, group: Group, one: str) -> bool:
        """Whether a name says that she is not alone: `Familia Paz` on the e-mail of one of them. Counting her would ask
        about nobody else, unless a person has said that she is alone under this name, or all of it is hers: Ortega y
        Gasset.
        """
        hers = full_names(self._people[one])
        for name in group.names:
            several = says_several(name) or any(map(self._just_given, lone_words(name)))
            if several and full_name(name) not in hers and one not in self._fitting(self._zoom_names, as_called(name)):
                return True
        return False

    def _other_name(self, group: Group, one: str) -> Reason | None:
        """A name beside the remembered one that is neither hers nor was ever hers: of `Beto Zárate (La Gringa)` the one
        is he and the other a telephone's.
        """
        for name in filter(says_somebody, group.names):
            if one not in self._fitting(self._zoom_names, as_called(name)) and not meets(name, self._people[one]):
                return reason("name_differs", written=name)
        return None

    def registered_names(self, group: Group) -> tuple[str, ...]:
        """The names that a group's registrations tell."""
        forms = self._registered.get(group.key)
        return tuple(dict.fromkeys(name for one in forms if (name := one.name.strip()))) if forms else ()

    def registered_as(self, group: Group, person: Person) -> tuple[Reason, ...]:
        """Why a registration proposes somebody: by her e-mail, her document, or her name."""
        if group.key not in self._registered:  # most came without any
            return ()
        said = [why for why, found in self.of(group) if why["code"].startswith("registered_") and person.id in found]
        name = next((one for one in self.registered_names(group) if meets(one, person)), "")
        return (*said, reason("registered_name", written=name)) if name and not said else tuple(said)

    def differing(self, group: Group, one: str) -> tuple[Reason, ...]:
        """A word of warning where the connection is surely somebody's and the name on it is not: a lent telephone."""
        names = [name for name in group.names if not is_device(name)]
        if names and not any(meets(name, self._people[one]) for name in names):
            return (reason("name_differs", written=names[0]),)
        return ()

    def _by_confirmed_name(self, group: Group) -> set[str]:
        """Remembered names, unless one is borne twice tonight, is a bare given name, or is a namesake's own."""
        if group.overlapping:
            return set()
        found: set[str] = set()
        for name in group.names:
            called = as_called(name)
            owners = self._fitting(self._zoom_names, called) if says_somebody(name) else set()
            if owners and (is_device(name) or any(self._just_given(one) or self._borne[one] > 1 for one in called)):
                return set()
            found |= owners | (self._either_order.get(full_name(name), set()) if owners else set())
        return found

    def owner_among_namesakes(self, group: Group) -> str | None:
        """The one whose confirmed names a group bears, where others on the roll are called so as well."""
        found = next((people for why, people in self.of(group) if why["code"] == "confirmed_name"), set())
        if len(found) < 2:  # most have nobody's
            return None
        owners = set().union(*(self._fitting(self._zoom_names, as_called(one)) for one in group.names))
        return next(iter(owners)) if len(owners) == 1 else None

    def bears_joined_name(self, group: Group, one: str) -> bool:
        """Whether a group is called as a row that was joined to hers: whoever joined them said that it is her name."""
        joined = {full_name(name) for name in _aliases(self._people[one], "name")}
        return any(full_name(name) in joined for name in group.names)

    def _just_given(self, told: str) -> bool:
        return told in self._given_names or self._is_given(told)

    def _by_full_name(self, group: Group) -> set[str]:
        if group.overlapping:
            return set()
        told = {name for one in group.names if (name := full_name(one))}
        found: set[str] = set()
        for name in told:
            if self._full.get(name) and self._borne_full[name] > 1:
                return set()
            if self._full.get(name):
                found |= self._either_order[name] | self._zoom_names.get(name, set())
        return found

    def whole_surname_first(self, group: Group, refused: frozenset[str] = frozenset()) -> bool:
        """Whether a group bears one neighbour's whole name with the surname first, and nothing speaks against her."""
        one = self._surname_first(group)
        if one is None or one in refused:
            return False
        return self.against(group, reason("unique_full_name"), one, refused) is None

    def _surname_first(self, group: Group) -> str | None:
        """The one whose whole name a group bears with the surname first, as on lists, where nobody else on the roll or
        in the call bears it in either order. Never sure: `Martín Gómez` may be he and may be Gómez Martín.
        """
        told = {name for one in group.names if (name := full_name(one))}
        if group.overlapping or len(told) != 1 or self._full.keys() & told:
            return None
        [name] = told
        found = self._either_order.get(name, set()) | self._zoom_names.get(name, set())
        if len(found) != 1 or self._borne_full[name] > 1:
            return None
        [one] = found
        return None if any(self._borne_full[her] for her in full_names(self._people[one])) else one

    @staticmethod
    def _fitting(index: Mapping[str, set[str]], values: Iterable[str]) -> set[str]:
        return set().union(*[index.get(folded(value), ()) for value in values]) if index else set()


def _called(group: Group) -> frozenset[str]:
    return frozenset().union(*(as_called(name) for name in group.names))


def _aliases(person: Person, kind: str) -> list[str]:
    return [one.value for one in person.aliases if one.kind == kind]


def _index(people: Iterable[Person], values: Callable[[Person], Iterable[str | None]]) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for person in people:
        for value in values(person):
            if value and (known := folded(value)):
                found[known].add(person.id)
    return dict(found)
