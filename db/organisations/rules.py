"""Rules of organisations: what one may be called and which kind its name tells."""

from __future__ import annotations

from db.errors import Refused
from db.folding import words

KINDS = ("vecinal", "ngo", "school", "club", "shop", "health_centre", "department", "other")
_TOLD_BY = {
    "vecinal": "vecinal", "club": "club", "escuela": "school", "colegio": "school", "jardin": "school",
    "biblioteca": "ngo", "fundacion": "ngo", "asociacion": "ngo", "ong": "ngo", "comedor": "ngo",
    "centro de salud": "health_centre", "dispensario": "health_centre", "hospital": "health_centre",
    "secretaria": "department", "direccion": "department", "municipalidad": "department",
    "almacen": "shop", "kiosco": "shop", "panaderia": "shop", "ferreteria": "shop",
}  # fmt: skip


def clean_organisation(name: str | None) -> str:
    """The name of an organisation with single spaces. Raises Refused: organisation_unnamed."""
    clean = " ".join((name or "").split())
    if not clean:
        raise Refused("organisation_unnamed")
    return clean


def kind_of(name: str) -> str:
    """The kind that the first words of a name tell ("Club El Ancla" is a club); "other" when they tell nothing."""
    folded = " ".join(words(name))
    return next((kind for word, kind in _TOLD_BY.items() if folded == word or folded.startswith(word + " ")), "other")


def clean_kind(kind: str) -> str:
    """One of KINDS. Raises Refused: organisation_kind_unknown."""
    if kind not in KINDS:
        raise Refused("organisation_kind_unknown")
    return kind
