"""Rules of organisations: what one may be called, which kind its name tells, and what a line of a list says of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from db.contacts import clean_email, clean_phone, clean_text
from db.errors import Refused
from db.folding import fold, seen, words

KINDS = ("vecinal", "ngo", "school", "club", "shop", "health_centre", "department", "other")
_TOLD_BY = {
    "vecinal": "vecinal", "club": "club", "escuela": "school", "colegio": "school", "jardin": "school",
    "biblioteca": "ngo", "fundacion": "ngo", "asociacion": "ngo", "ong": "ngo", "comedor": "ngo",
    "centro de salud": "health_centre", "dispensario": "health_centre", "hospital": "health_centre",
    "secretaria": "department", "direccion": "department", "municipalidad": "department",
    "almacen": "shop", "kiosco": "shop", "panaderia": "shop", "ferreteria": "shop",
}  # fmt: skip
# What offices write in a column of kinds; the codes themselves are understood as well.
_KIND_WORDS = {
    **_TOLD_BY, **{" ".join(words(kind)): kind for kind in KINDS},
    "asociacion vecinal": "vecinal", "asociacion civil": "ngo", "organizacion social": "ngo", "organizacion": "ngo",
    "merendero": "ngo", "centro comunitario": "ngo", "cooperativa": "ngo", "agrupacion": "ngo", "club social": "club",
    "club deportivo": "club", "comercio": "shop", "negocio": "shop", "empresa": "shop", "salud": "health_centre",
    "efector de salud": "health_centre", "centro salud": "health_centre", "educativa": "school",
    "institucion educativa": "school", "jardin de infantes": "school", "area municipal": "department",
    "dependencia municipal": "department", "municipal": "department", "otra": "other", "otro": "other",
    "otras": "other",
}  # fmt: skip
NEW, SAME, CHANGED, ERROR = "new", "same", "changed", "error"


def clean_organisation(name: str | None) -> str:
    """The name of an organisation with single spaces. Raises Refused: organisation_unnamed."""
    clean = " ".join(seen(name or "").split())
    if not clean:
        raise Refused("organisation_unnamed")
    return clean


def kind_of(name: str) -> str:
    """The kind that the first words of a name tell ("Club El Ancla" is a club); "other" when they tell nothing."""
    folded = " ".join(words(name))
    return next((kind for word, kind in _TOLD_BY.items() if folded == word or folded.startswith(word + " ")), "other")


def clean_kind(kind: str) -> str:
    """One of KINDS, from its code or from the usual words. Raises Refused: organisation_kind_unknown."""
    if kind in KINDS:
        return kind
    found = _KIND_WORDS.get(" ".join(words(kind)))
    if found is None:
        raise Refused("organisation_kind_unknown")
    return found


def clean(told: Mapping[str, Any], *, phone_prefix: str = "") -> dict[str, Any]:
    """Every field told of an organisation, written as the record keeps it; a name brings its folded form along.

    Raises Refused: organisation_unnamed, organisation_kind_unknown, phone_unreadable, email_unreadable.
    """
    washed: dict[str, Any] = {}
    for field, value in told.items():
        if field == "name":
            washed["name"] = clean_organisation(value)
            washed["folded"] = fold(washed["name"])
        elif field == "kind":
            washed["kind"] = clean_kind(value or "other")
        elif field == "phone":
            washed["phone"] = clean_phone(value, prefix=phone_prefix)
        elif field == "email":
            washed["email"] = clean_email(value)
        elif field == "contact":
            washed["contact"] = clean_text(value)
        elif field == "neighbourhood_id":
            washed["neighbourhood_id"] = value or None
        else:
            raise TypeError(f"an organisation has no {field}")
    return washed


def differences(told: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """What a line tells otherwise than the record; what it leaves empty says nothing, and letter case says nothing."""
    return {
        name: value
        for name, value in told.items()
        if value is not None and name != "folded" and fold(str(value)) != fold(str(known.get(name) or ""))
    }
