"""The sentences about organisations."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES: dict[str, object] = {
    "organisation_near": QT_TRANSLATE_NOOP(
        "wording",
        "«{name}» is not among the organisations. If you mean {near}, write it so; if it is a new one, first: "
        "cabildo organisations add",
    ),
    "organisation_unnamed": QT_TRANSLATE_NOOP("wording", "The organisation has no name."),
    "organisation_kind_unknown": QT_TRANSLATE_NOOP("wording", "There is no such kind of organisation."),
    "organisation_unknown": QT_TRANSLATE_NOOP("wording", "That organisation is not on the list."),
    "organisation_ambiguous": QT_TRANSLATE_NOOP(
        "wording", "Several organisations begin with {text}: write some more characters."
    ),
    "organisation_known": QT_TRANSLATE_NOOP("wording", "{name} is on the list already."),
    "organisation_in_use": QT_TRANSLATE_NOOP(
        "wording", "People of the roll belong to {name} ({people}): it stays on the list."
    ),
    "organisations_columns": QT_TRANSLATE_NOOP("wording", "The file has no column of names: call it «Nombre»."),
}
