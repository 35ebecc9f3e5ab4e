"""Rules of reading a roll in: whether a line is somebody new, somebody known, or too close to call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz.distance import DamerauLevenshtein

from db.folding import fold, words

NEW, SAME, CHANGED, DOUBTFUL, ERROR = "new", "same", "changed", "doubtful", "error"
KINDS = (NEW, SAME, CHANGED, DOUBTFUL, ERROR)
# What tells two people of one name apart, or that they are one.
_TELLING = ("birth_date", "phone", "email")
_NAMES = ("family_name", "given_names")


@dataclass(frozen=True)
class Known:
    """A person of the roll as a line is held against her: what speaks for her, and her other rows (see `persons`).

    `key` is her identifier; somebody of this very file, who is not written yet, has her line's number in `line`.
    """

    key: str
    row: Mapping[str, Any]
    others: tuple[Mapping[str, Any], ...] = ()
    line: int = 0

    @property
    def rows(self) -> tuple[Mapping[str, Any], ...]:
        """All rows of the roll that are she, the one that is shown first."""
        return (self.row, *self.others)


@dataclass(frozen=True)
class Verdict:
    """What a line is: `kind` of the five above; whom it is about, or may be about; `code` why it is doubtful."""

    kind: str
    people: tuple[Known, ...] = ()
    code: str | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)


# Nobody of the roll is meant: most lines of a first roll are that.
NOBODY = Verdict(NEW)


def name_key(row: Mapping[str, Any]) -> str:
    """A full name for finding its namesakes: two are the same but for case, accents and spaces."""
    return f"{fold(row['family_name'] or '')}|{fold(row['given_names'] or '')}"


def names_agree(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two full names may be one person's: a word of the family name and one of the given names in common."""
    return all(set(words(one[name] or "")) & set(words(other[name] or "")) for name in _NAMES)


def judge(told: Mapping[str, Any], known: Sequence[Known]) -> Verdict:
    """Judges a line (fields as `rules.clean` writes them, only those that were told) against the people of the roll who
    have its document or its name. Nobody is ever guessed: what does not follow from the document, or from a name with
    a date, telephone or address that agrees, is doubtful. Another document is another person, unless something else
    agrees or one figure of it may be mistyped.
    """
    if not known:
        return NOBODY
    document = told.get("document")
    holders = tuple(one for one in known if document and any(row["document"] == document for row in one.rows))
    if holders:
        own = [one for one in holders if any(names_agree(row, told) for row in one.rows)]
        return held_against(told, own[0]) if len(own) == 1 else Verdict(DOUBTFUL, holders, "same_document_other_name")
    key = name_key(told)
    namesakes = (one for one in known if any(name_key(row) == key for row in one.rows))
    possible = tuple(one for one in namesakes if not _contradicts(told, one))
    documented = [one for one in possible if any(row["document"] for row in one.rows)]
    sure = [one for one in possible if _corroborates(told, one) and not (document and one in documented)]
    if len(sure) == 1:
        return held_against(told, sure[0])
    if document:
        alike = tuple(one for one in documented if _corroborates(told, one) or _may_be_mistyped(document, one))
        if alike:
            return Verdict(DOUBTFUL, alike, "same_name_other_document")
        # Two documents are two people, and a city has eleven thousand namesakes: nobody could go through them.
        possible = tuple(one for one in possible if one not in documented)
    if not possible:
        return NOBODY
    if len(possible) == 1 and not document:
        compared = held_against(told, possible[0])
        if compared.kind == SAME:
            return compared
    return Verdict(DOUBTFUL, possible, "same_name")


def as_another(told: Mapping[str, Any], people: Iterable[Known]) -> Verdict:
    """What a doubtful line is once a person has said that it is somebody else: new, unless she was written down before
    (the same file, taken in again, makes nobody twice).
    """
    for one in people:
        if not one.others and not differences(told, one) and (told.get("document") or None) == one.row["document"]:
            return Verdict(SAME, (one,))
    return NOBODY


def held_against(told: Mapping[str, Any], one: Known) -> Verdict:
    """What a line about this person says: the same, or something else."""
    changes = differences(told, one)
    return Verdict(CHANGED if changes else SAME, (one,), changes=changes)


def differences(told: Mapping[str, Any], known: Known) -> dict[str, Any]:
    """What a line tells otherwise than the roll. A field that the line leaves empty says nothing; "Rosa" says no
    more than "Rosa Inés", and "PEREZ" no more than "Pérez"; nor does what one of her merged rows says.
    """
    return {
        name: value
        for name, value in told.items()
        if value is not None and all(_says_more(name, value, row.get(name)) for row in known.rows)
    }


def _says_more(name: str, value: Any, known: Any) -> bool:
    if value == known:
        return False
    if not isinstance(value, str) or not isinstance(known, str):
        return True
    if name in _NAMES:
        return not set(words(value)) <= set(words(known))
    return fold(value) != fold(known)


def _may_be_mistyped(document: str, one: Known) -> bool:
    """One figure wrong, missing or changed over with the next: the same card, copied by hand."""
    known = (row["document"] for row in one.rows if row["document"])
    return any(DamerauLevenshtein.distance(document, other, score_cutoff=1) <= 1 for other in known)


def _contradicts(told: Mapping[str, Any], one: Known) -> bool:
    """A birth date is the one thing that does not change: two dates are two people."""
    born = told.get("birth_date")
    return bool(born and one.row["birth_date"] and all(row["birth_date"] != born for row in one.rows))


def _corroborates(told: Mapping[str, Any], one: Known) -> bool:
    return any(told.get(name) and any(told[name] == row[name] for row in one.rows) for name in _TELLING)
