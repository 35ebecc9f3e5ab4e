"""What a database has not of the chains of desks, on whose laptops it is, and asking: lost when it came back from a
backup, or never sent by a laptop that gave it over the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, text

from db.errors import Refused
from db.sync.rules import number_of
from db.sync.server import administering, schema_there


@dataclass(frozen=True)
class Holder:
    """A desk whose laptop says that it has a chain up to the entry `last`, with that hash; `asked` to hand it back.
    `contradicted`: what it sent then was not what it or another one had told."""

    desk_id: str
    name: str
    last: int
    hash: str
    asked: bool
    contradicted: bool = False

    @property
    def number(self) -> str:
        return number_of(self.desk_id)


@dataclass(frozen=True)
class Missing:
    """A chain of which this database has the entries up to `here` and laptops have more.

    `known`: the desk itself is enrolled here still; where not, its enrolment was lost too. `name` may be empty then.
    """

    desk_id: str
    name: str
    known: bool
    here: int
    holders: tuple[Holder, ...]
    login: str = ""

    @property
    def number(self) -> str:
        return number_of(self.login or self.desk_id)

    @property
    def last(self) -> int:
        return max(one.last for one in self.holders)

    @property
    def entries(self) -> int:
        return self.last - self.here

    @property
    def disputed(self) -> bool:
        """Whether two laptops say something else of one entry, or one sent something else than had been told: one of
        them is not what it was."""
        if any(one.contradicted for one in self.holders):
            return True
        told: dict[int, str] = {}
        return any(told.setdefault(one.last, one.hash) != one.hash for one in self.holders)


_HELD = text("""
    SELECT h.city_id, h.desk_id, coalesce(d.label, '') AS name, d.desk_id IS NOT NULL AS known, d.login,
           coalesce(d.head_seq, 0) AS here, h.holder, substr(h.holder, 9) AS holder_id, coalesce((
               SELECT max(o.label) FROM app.server_desk o WHERE o.login = h.holder), '') AS holder_name,
           h.last_seq, h.hash, h.wanted_at IS NOT NULL AS asked,
           h.contradicted_at IS NOT NULL AS contradicted
    FROM app.server_held h LEFT JOIN app.server_desk d USING (city_id, desk_id)
    WHERE h.last_seq > coalesce(d.head_seq, 0) AND d.login IS DISTINCT FROM h.holder
      AND EXISTS (SELECT FROM app.server_desk o WHERE o.login = h.holder AND o.revoked_at IS NULL)
    ORDER BY h.desk_id, h.last_seq DESC, h.holder
""")
# Asked is for what was told until now: a laptop that tells something else meanwhile is not asked for that.
_ASK = text("""
    UPDATE app.server_held SET believed = holder = :holder AND :named, contradicted_at = NULL,
           wanted_at = CASE WHEN holder = :holder AND last_seq = :last AND hash = :hash THEN now() END
    WHERE desk_id = :desk
""")
# The login of a desk that the backup did not know yet: nobody speaks for it but who is asked to.
_KNOW = text("""
    INSERT INTO app.server_desk (city_id, desk_id, login, district_id, label, revoked_at)
    SELECT h.city_id, h.desk_id, 'cabildo_' || h.desk_id, o.district_id, right(h.desk_id, 8), now()
    FROM app.server_held h JOIN app.server_desk o ON o.city_id = h.city_id AND o.login = h.holder
    WHERE h.desk_id = :desk AND h.holder = :holder ORDER BY o.enrolled_at DESC LIMIT 1 ON CONFLICT DO NOTHING
""")


def missing(connection: Connection) -> tuple[Missing, ...]:
    """The chains of which laptops told that they have more than is here: since a restore, or by a file beside. What a
    desk's own laptop has it sends by itself; it stands here until then if another one has it too. Of a laptop that was
    shut out nothing is to be had, and nothing is believed."""
    rows: Sequence[Any] = connection.execute(_HELD).all()
    return tuple(
        Missing(
            desk, some[0].name, some[0].known, some[0].here,
            tuple(
                Holder(one.holder_id, one.holder_name, one.last_seq, one.hash, one.asked, one.contradicted)
                for one in some
            ),
            some[0].login or "",
        )
        for desk, group in groupby(rows, key=lambda row: row.desk_id)
        if (some := list(group))
    )  # fmt: skip


def ask_back(url: str, which: str, *, source: str = "") -> tuple[Missing, Holder]:
    """Asks a laptop for what is missing of a desk's chain: the one that has most of it, or that named in `source`. It
    hands it back at its next contact, entry for entry.

    What it sends has to go through what it and the others told of that chain; whoever is named in `source` is believed
    against the others. What one alone has is on its word: only the lost laptop could say that it wrote it. Raises as
    `server_status`, and Refused: nothing_missing, holder_unknown, holders_disagree.
    """
    with administering(url) as connection:
        if schema_there(connection) is None:
            raise Refused("server_not_prepared")
        connection.execute(text("SET LOCAL ROLE cabildo_owner"))
        found = [one for one in missing(connection) if _is(which, one.name, one.desk_id, one.login)]
        if len(found) != 1:
            raise Refused("nothing_missing" if not found else "desk_of_several", which=which)
        (lost,) = found
        holders = [one for one in lost.holders if not source or _is(source, one.name, one.desk_id)]
        if not holders:
            raise Refused("holder_unknown", which=source)
        if lost.disputed and not source:
            raise Refused("holders_disagree", which=which)
        asked = {"desk": lost.desk_id, "holder": f"cabildo_{holders[0].desk_id}"}
        connection.execute(_KNOW, asked)
        told = {"named": bool(source), "last": holders[0].last, "hash": holders[0].hash}
        connection.execute(_ASK, {**asked, **told})
    return lost, holders[0]


def _is(which: str, name: str, *ids: str) -> bool:
    if name.casefold() == which.casefold():
        return True
    return any(one.removeprefix("cabildo_").startswith(which) or one.endswith(which) for one in ids if one)
