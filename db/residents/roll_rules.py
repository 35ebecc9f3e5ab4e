"""Rules of reading a roll in: whether a line is somebody new, somebody known, or too close to call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.folding import fold, words

NEW, SAME, CHANGED, DOUBTFUL, ERROR = "new", "same", "changed", "doubtful", "error"
# What tells two people of one name apart, or that they are one.
_TELLING = ("birth_date", "phone", "email")


@dataclass(frozen=True)
class Verdict:
    """What a line is: `kind` of the five above; `resident_id` of the one it is about; `code` why it is doubtful."""

    kind: str
    resident_id: str | None = None
    code: str | None = None


def same_names(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two full names are the same but for case, accents and spaces."""
    return all(fold(one[name] or "") == fold(other[name] or "") for name in ("family_name", "given_names"))


def names_agree(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two full names may be one person's: a word of the family name and one of the given names in common."""
    return all(set(words(one[name])) & set(words(other[name])) for name in ("family_name", "given_names"))


def judge(told: Mapping[str, Any], known: Sequence[Mapping[str, Any]]) -> Verdict:
    """Judges a line (fields as `rules.clean` writes them, only those that were told) against the people of the roll who
    have its document or its name. Nobody is ever guessed: what does not follow from the document, or from a name with
    a date, telephone or address that agrees, is doubtful.
    """
    document = told.get("document")
    holders = [one for one in known if document and one["document"] == document]
    if holders:
        own = [one for one in holders if names_agree(one, told)]
        if len(own) == 1:
            return _compared(told, own[0])
        return Verdict(DOUBTFUL, holders[0]["id"], "same_document_other_name")
    namesakes = [one for one in known if same_names(one, told)]
    possible = [one for one in namesakes if not _contradicts(told, one)]
    sure = [one for one in possible if _corroborates(told, one) and not (document and one["document"])]
    if len(sure) == 1:
        return _compared(told, sure[0])
    if document and any(one["document"] for one in possible):
        return Verdict(DOUBTFUL, possible[0]["id"], "same_name_other_document")
    if not possible:
        return Verdict(NEW)
    if len(possible) == 1 and not document:
        compared = _compared(told, possible[0])
        if compared.kind == SAME:
            return compared
    return Verdict(DOUBTFUL, possible[0]["id"], "same_name")


def differences(told: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """What a line tells otherwise than the roll. A field that the line leaves empty says nothing; "Rosa" says no
    more than "Rosa Inés", and "PEREZ" no more than "Pérez".
    """
    return {
        name: value for name, value in told.items() if value is not None and _says_more(name, value, known.get(name))
    }


def _says_more(name: str, value: Any, known: Any) -> bool:
    if value == known:
        return False
    if not isinstance(value, str) or not isinstance(known, str):
        return True
    if name in ("family_name", "given_names"):
        return not set(words(value)) <= set(words(known))
    return fold(value) != fold(known)


def _compared(told: Mapping[str, Any], known: Mapping[str, Any]) -> Verdict:
    return Verdict(CHANGED if differences(told, known) else SAME, known["id"])


def _contradicts(told: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    """A birth date is the one thing that does not change: two dates are two people."""
    return bool(told.get("birth_date") and known["birth_date"] and told["birth_date"] != known["birth_date"])


def _corroborates(told: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    return any(told.get(name) and told[name] == known[name] for name in _TELLING)
