"""What a stick brings to the centre: taken in as a push of the desk that signed it, and answered with a receipt."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row, text

from db.base import moment_text
from db.errors import Refused
from db.sync.door import MAX_PAGE
from db.sync.sealing import Keys, Public, closed_for, needs_code, opened_by
from db.sync.server import administering, schema_there


@dataclass(frozen=True)
class TakenIn:
    """What became of a file: whose it was, entries on it, new ones, those aside, how many of others go back with it.

    `receipt` is the file for the way back. `trouble`: carry_out_of_order (an
    earlier file is missing), cloned, chain_broken.
    """

    desk_id: str
    name: str
    carried: int
    stored: int
    confirmed: int
    quarantined: int
    told: int
    trouble: str | None
    receipt: bytes = field(repr=False)


_TROUBLE = {"expected": "carry_out_of_order", "cloned": "cloned", "chain_broken": "chain_broken"}
_CENTRE = text("SELECT signing, opening FROM app.server_centre")
_DESK = text(
    "SELECT desk_id, label, seal, revoked_at FROM app.server_desk WHERE city_id = :city AND desk_id = :desk FOR UPDATE"
)
_BEGUN_ANEW = text(
    "SELECT (app.begun_anew(:fresh, d)).desk_id FROM app.server_desk d WHERE city_id = :city AND desk_id = :desk"
)
_CITY = text("SELECT EXISTS (SELECT FROM app.server_desk WHERE city_id = :city)")
_PUSH = text(
    "SELECT app.push_of(d, :first, :previous, CAST(:entries AS json)) FROM app.server_desk d "
    "WHERE city_id = :city AND desk_id = :desk"
)
_PULL = text(
    "SELECT app.pull_of(d, :after, :mark, :redacted, :limit) FROM app.server_desk d "
    "WHERE city_id = :city AND desk_id = :desk"
)
_NOTE_HELD = text(
    "SELECT app.note_held(d, CAST(:holds AS json)) FROM app.server_desk d WHERE city_id = :city AND desk_id = :desk"
)
_NOW = text(
    "SELECT (SELECT epoch::text FROM app.server) AS epoch, "
    "(SELECT max(version_num) FROM app.alembic_version) AS schema, "
    "clock_timestamp() AS time, d.head_seq, d.head_hash, "
    "coalesce((SELECT commit_no FROM app.server_counter c WHERE c.city_id = d.city_id), 0) AS commit_no "
    "FROM app.server_desk d WHERE city_id = :city AND desk_id = :desk"
)


def take_in(url: str, raw: bytes) -> TakenIn:
    """Takes a file in, all of it or nothing; the second time there is nothing new, and the same receipt comes out.

    What it brought is final before the receipt is put together: what others wrote in all those weeks takes long to
    read, and until then no other laptop of the city could hand over.

    Who takes it in cannot write in the desk's name: it is the signature that counts, by the key which the desk itself
    left at the server. Raises as `server_status`; Refused: carry_unreadable, carry_newer, carry_for_beside,
    carry_not_for_us, carry_for_desk, carry_forged, carry_other_city, carry_desk_unknown, carry_desk_revoked,
    carry_desk_unproven.
    """
    with administering(url) as connection:
        if schema_there(connection) is None:
            raise Refused("server_not_prepared")
        connection.execute(text("SET LOCAL ROLE cabildo_owner"))
        centre = connection.execute(_CENTRE).one()
        keys = Keys(bytes.fromhex(centre.signing), bytes.fromhex(centre.opening))
        if needs_code(raw):
            raise Refused("carry_for_beside")  # nobody at the centre has a code, nor a place to type one
        opened = opened_by(keys, raw)
        if opened.preface.get("kind") != "batch":
            raise Refused("carry_for_desk")
        who = {"city": str(opened.preface.get("city")), "desk": str(opened.preface.get("desk"))}
        desk = _known(connection, who, former=str(opened.preface.get("former")))
        public = Public.parse(desk.seal)
        content = opened.verified(public.verifying)
        connection.execute(text("SET LOCAL ROLE cabildo_door"))
        _begin_chain(connection, who, verified_by=desk.desk_id)
        load = _load(content)
        answers, trouble = _pushed(connection, who, load.batches)
        connection.execute(_NOTE_HELD, {**who, "holds": json.dumps(load.holds)})
    with administering(url) as connection:
        connection.execute(text("SET LOCAL ROLE cabildo_door"))
        pages = _pages(connection, who, load.cursor)
        now = connection.execute(_NOW, who).one()
    receipt = {
        "of": load.of, "epoch": now.epoch, "schema": now.schema, "time": moment_text(now.time),
        "head": [now.head_seq, now.head_hash], "commit_no": now.commit_no, "answers": answers,
        "after": load.cursor["after"], "redacted": load.cursor["redacted"], "pages": pages,
    }  # fmt: skip
    raw = closed_for(public, keys, {"kind": "receipt", **who}, receipt)
    told = [said for _, _, said in answers]
    return TakenIn(
        who["desk"], desk.label,
        carried=sum(last - first + 1 for first, last, *_ in load.batches),
        stored=sum(one.get("stored", 0) for one in told),
        confirmed=sum(said["last"] - first + 1 for first, _, said in answers if "last" in said),
        quarantined=sum(aside[1] == "quarantined" for one in told for aside in one.get("aside", ())),
        told=sum(len(page.get("entries", ())) for page in pages), trouble=trouble, receipt=raw,
    )  # fmt: skip


@dataclass(frozen=True)
class _Load:
    of: str
    batches: list[tuple[int, int, str, str]]
    cursor: dict[str, Any]
    holds: list[Any]


def _load(content: dict[str, Any]) -> _Load:
    """What a desk signed, in the form that a desk of ours gives it."""
    try:
        batches = [(int(first), int(last), str(seal), str(told)) for first, last, seal, told in content["batches"]]
        at = content["cursor"]
        mark = None if at["mark"] is None else str(at["mark"])
        cursor = {"after": int(at["after"]), "mark": mark, "redacted": int(at["redacted"])}
        # Not told by an older program. What is strange in it the database passes over, as it does in a hello.
        return _Load(str(content["id"]), batches, cursor, list(content.get("holds", ())))
    except (KeyError, TypeError, ValueError):
        raise Refused("carry_unreadable") from None


def _known(connection: Connection, who: dict[str, str], *, former: str) -> Row[Any]:
    """The desk by whose key the file is to be verified: whoever wrote it, or else the desk that its login was made for.

    A laptop that hears that it is a copy is another desk from that moment on. If its line falls before it has told its
    new name, the stick is the first to tell it; and so it is where the server came back from a backup of before.
    """
    desk = connection.execute(_DESK, who).first() or connection.execute(_DESK, {**who, "desk": former}).first()
    if desk is None:
        raise Refused("carry_desk_unknown" if connection.scalar(_CITY, who) else "carry_other_city")
    if desk.revoked_at is not None:
        raise Refused("carry_desk_revoked", name=desk.label)
    if desk.seal is None:
        raise Refused("carry_desk_unproven", name=desk.label)
    return desk


def _begin_chain(connection: Connection, who: dict[str, str], *, verified_by: str) -> None:
    """Lets a laptop that was verified by the desk it was before begin the chain under its new name, as a hello with
    that name would. Raises Refused: carry_desk_unknown, where it has begun too many."""
    told = {"city": who["city"], "desk": verified_by, "fresh": who["desk"]}
    if verified_by != who["desk"] and connection.scalar(_BEGUN_ANEW, told) is None:
        raise Refused("carry_desk_unknown")


def _pushed(
    connection: Connection, who: dict[str, str], batches: list[tuple[int, int, str, str]]
) -> tuple[list[tuple[int, int, dict[str, Any]]], str | None]:
    """The server's answer to each batch, and what stopped it."""
    answers: list[tuple[int, int, dict[str, Any]]] = []
    for first, last, previous, entries in batches:
        values = {**who, "first": first, "previous": previous, "entries": entries}
        said: dict[str, Any] = connection.execute(_PUSH, values).scalar_one()
        answers.append((first, last, said))
        if said["status"] != "ok":
            return answers, _TROUBLE.get(said["status"], "carry_unreadable")
    return answers, None


def _pages(connection: Connection, who: dict[str, str], cursor: dict[str, Any]) -> list[dict[str, Any]]:
    """What the desk may see since it last heard of others, as many pages as it takes."""
    pages: list[dict[str, Any]] = []
    at = cursor
    while True:
        said: dict[str, Any] = connection.execute(_PULL, {**who, **at, "limit": MAX_PAGE}).scalar_one()
        pages.append(said)
        if said["status"] == "rewind":
            at = {"after": 0, "mark": None, "redacted": 0}
            continue
        if said["commit_no"] >= said["last_commit"]:
            return pages
        at = {"after": said["commit_no"], "mark": said["mark"], "redacted": said["last_commit"]}
