"""What a connection's registration tells of who it is: the form somebody filled in for this call. Pure.

Whoever registered comes by a link of her own, so her form speaks even where the screen says `iPhone`. But a link can be
handed on: it makes nobody sure where the screen, or the form itself, tells of somebody else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from db.zoom.rules import Group


@dataclass(frozen=True, slots=True)
class Registration:
    """A form as it was filled in: the name, and an e-mail and a document (digits only) where it tells them."""

    name: str
    email: str = ""
    document: str = ""
    registrant_id: str = ""


def registrations_of(groups: Iterable[Group], told: Iterable[Registration]) -> Mapping[str, Sequence[Registration]]:
    """The registrations by which each group came, by its key: those of its numbers; where it has none, of its e-mails.

    A name alone finds no registration here: two namesakes may have registered, and one of them come.
    """
    by_number: defaultdict[str, list[Registration]] = defaultdict(list)
    by_email: defaultdict[str, list[Registration]] = defaultdict(list)
    for one in told:
        if one.registrant_id:
            by_number[one.registrant_id].append(one)
        if one.email:
            by_email[one.email.casefold()].append(one)
    found = {}
    for group in groups:
        some = [one for number in group.registrant_ids for one in by_number[number]]
        some = some or [one for email in group.emails for one in by_email[email]]
        if some:
            found[group.key] = tuple(dict.fromkeys(some))
    return found
