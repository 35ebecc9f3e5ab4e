"""What the terminal tells of a sitting: its figures, its closing, and what was corrected since."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from PySide6.QtCore import QCoreApplication

from db.agenda.queries import items
from db.checkin.queries import attendance
from db.home import Opened
from db.issues.queries import commitments, issues
from db.sittings.corrections import Aftermath, aftermath
from db.sittings.queries import sitting_card
from desktop.when import day_and_hour

translate = QCoreApplication.translate


def told_of(opened: Opened, sitting_id: str) -> dict[str, Any]:
    """The answer of `sitting show`: in_room + online - both = people; unnamed and unresolved stand apart."""
    from db.matching.queries import counts  # what weighs names is slow to load, and only two commands ask

    ask = opened.store.ask
    card = ask(sitting_card, sitting_id=sitting_id)
    figures = asdict(ask(attendance, sitting_id=sitting_id))
    return {
        "id": card.id,
        "title": card.title,
        "council": card.council,
        "starts_at": card.starts_at,
        "mode": card.mode,
        "state": card.state,
        **figures,
        "stream_views": card.stream_views,
        "closing": closing_data(ask(aftermath, sitting_id=sitting_id)),
        "unresolved": ask(counts, sitting_id=sitting_id).unresolved,
        "items": [
            {"id": item.id, "title": item.title, "state": item.state, "outcome": item.outcome}
            for item in ask(items, sitting_id=sitting_id)
        ],
        "issues": [
            {"id": one.id, "kind": one.kind, "text": one.text, "raised_by": one.raised_by, "state": one.state}
            for one in ask(issues, sitting_id=sitting_id)
        ],
        "commitments": [
            {"id": one.id, "text": one.text, "responsible": one.responsible, "due_on": one.due_on, "state": one.state}
            for one in ask(commitments, sitting_id=sitting_id)
        ],
    }


def figure_lines(told: dict[str, Any]) -> list[str]:
    """Its figures in words."""
    closes = translate("cli", "In the room {in_room} + on Zoom {online} - both {both} = people {people}")
    apart = translate("cli", "New {new}, returning {returning}; unnamed {unnamed}, waiting on Zoom {unresolved}")
    counts = translate("cli", "Items {items}, issues {issues}, commitments {commitments}")
    sizes = {name: len(told[name]) for name in ("items", "issues", "commitments")}
    return [closes.format_map(told), apart.format_map(told), counts.format_map(sizes)]


def closing_data(told: Aftermath | None) -> dict[str, Any] | None:
    """The closing as one JSON value; nothing while the sitting is not closed."""
    if told is None:
        return None
    return {
        "at": told.closed.at if told.closed else None,
        "by": told.closed.by if told.closed else None,
        "facts_hash": told.kept_hash,
        "facts_hash_now": told.hash_now,
        "same": told.same,
        "reopened": [asdict(one) for one in told.reopened],
        "corrections": [asdict(one) for one in told.corrections],
    }


def aftermath_lines(told: Aftermath | None, opened: Opened) -> list[str]:
    """The closing in words."""
    if told is None:
        return []
    zone = opened.city.zone
    lines = []
    if told.closed is not None:
        said = translate("cli", "Closed {when} by {who}; hash of the facts {hash}")
        lines.append(said.format(when=day_and_hour(told.closed.at, zone), who=told.closed.by, hash=told.kept_hash))
    if told.same:
        lines.append(translate("cli", "The facts are those of the closing."))
    elif told.explained:
        lines.append(
            translate("cli", "The facts are others than at the closing; hash of now {hash}").format(hash=told.hash_now)
        )
    else:
        lines.append(
            translate(
                "cli", "The hash is another one and the journal has no correction: an older Cabildo closed the sitting."
            )
        )
    if told.corrections:
        said = translate("cli", "Corrections after the closing: {count}")
        lines.append(said.format(count=len(told.corrections)))
    for one in told.reopened:
        said = translate("cli", "Opened again {when} by {who}")
        lines.append(said.format(when=day_and_hour(one.at, zone), who=one.by))
    return lines
