"""What whoever looks after the shared database asks of it: which desks there are, to shut one out, what holds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, text

from db.errors import Refused
from db.journal import GENESIS
from db.registry import nouns
from db.sync.missing import Missing, missing
from db.sync.rules import number_of
from db.sync.server import CAPACITIES, administering, schema_there, sees_otherwise
from db.sync.watching import Ajar, HeldUp, ajar, end_held_up, held_up

_AT_ONCE = 2000


@dataclass(frozen=True)
class DeskLine:
    """One desk as the server knows it. `district` is None for the whole city, and empty for one whose name no laptop
    has brought yet. `chains` are its incarnations; `used` whether a laptop came with its file; `expires_at` until when
    one may, where none has; `city_id` by which clock a person reads these moments."""

    desk_id: str
    name: str
    district: str | None
    capacity: str
    entries: int
    last_push: datetime | None
    aside: int
    used: bool
    revoked_at: datetime | None
    chains: int
    expires_at: datetime | None
    city_id: str


@dataclass(frozen=True)
class ServerStatus:
    """The server in figures: size in bytes, entries, commits; what stands ajar, and who holds up others."""

    schema: str
    epoch: str
    postgres: str
    size: int
    entries: int
    commits: int
    desks: tuple[DeskLine, ...]
    ajar: tuple[Ajar, ...] = ()
    held_up: tuple[HeldUp, ...] = ()


@dataclass(frozen=True)
class Held:
    """What a check came to. `broken`: desks whose chain does not hold, with the first entry that does not; `heads`:
    desks whose last entry is not the one noted; `repaired`: rows per noun that were not what the journal says;
    `missing`: chains of which others than their own laptops have more than is here; `called`: name and number of
    each desk."""

    entries: int
    epoch: str
    broken: tuple[tuple[str, int], ...] = ()
    heads: tuple[str, ...] = ()
    repaired: dict[str, int] = field(default_factory=dict)
    missing: tuple[Missing, ...] = ()
    called: dict[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return not (self.broken or self.heads)


def server_status(url: str) -> ServerStatus:
    """The server and its desks. Raises as `server_init`, and Refused: server_not_prepared."""
    with administering(url) as connection:
        size = connection.scalar(text("SELECT pg_database_size(current_database())")) or 0
        schema = _prepared(connection)
        facts = connection.execute(
            text(
                "SELECT (SELECT epoch::text FROM app.server) AS epoch, current_setting('server_version') AS postgres, "
                "(SELECT count(*) FROM app.entry) AS entries, "
                "(SELECT coalesce(sum(commit_no), 0) FROM app.server_counter)::bigint AS commits"
            )
        ).one()
        desks = connection.execute(text(_DESKS)).all()
        gaps, stuck = ajar(connection), held_up(connection)
    lines = tuple(DeskLine(*one) for one in desks)
    return ServerStatus(schema, facts.epoch, facts.postgres, size, facts.entries, facts.commits, lines, gaps, stuck)


def end_sessions(url: str) -> int:
    """Ends the sessions of laptops that left a transaction open; answers how many. Raises as `server_status`."""
    with administering(url) as connection:
        _prepared(connection)
        return end_held_up(connection)


# A login is a laptop; its lines are the chains it began. The line of the enrolment file itself has no entries.
_DESKS = """
    SELECT max(d.desk_id) FILTER (WHERE d.login = 'cabildo_' || d.desk_id), max(d.label),
           coalesce(max(p.name), CASE WHEN max(d.district_id) IS NOT NULL THEN '' END), max(d.capacity),
           coalesce(sum(d.head_seq), 0)::bigint, max(l.last), coalesce(sum(a.aside), 0)::bigint,
           bool_or(d.head_seq > 0 OR d.login <> 'cabildo_' || d.desk_id), max(d.revoked_at),
           count(*) FILTER (WHERE d.head_seq > 0),
           CASE WHEN NOT bool_or(d.head_seq > 0 OR d.login <> 'cabildo_' || d.desk_id) THEN max(d.expires_at) END,
           max(d.city_id)
    FROM app.server_desk d
    LEFT JOIN app.district p ON p.id = d.district_id AND p.city_id = d.city_id
    LEFT JOIN LATERAL (SELECT max(stored_at) AS last FROM app.server_push u
                       WHERE u.city_id = d.city_id AND u.desk_id = d.desk_id) l ON true
    LEFT JOIN LATERAL (SELECT count(*) AS aside FROM app.server_aside x
                       WHERE x.city_id = d.city_id AND x.desk_id = d.desk_id) a ON true
    GROUP BY d.login ORDER BY max(d.label), d.login
"""


def revoke(url: str, which: str) -> DeskLine:
    """Shuts a desk out, at once: its login opens nothing any more and its session ends. What it sent stays.

    `which` is its name, its number, or the beginning of its identifier. Raises as `server_status`, and Refused:
    desk_unknown, desk_of_several.
    """
    desk = _the_desk(url, which)
    role = f"cabildo_{desk.desk_id}"
    with administering(url) as connection:
        connection.exec_driver_sql(f'ALTER ROLE "{role}" NOLOGIN')
        connection.execute(text("SET LOCAL ROLE cabildo_owner"))
        connection.execute(text("UPDATE app.server_desk SET revoked_at = now() WHERE login = :role"), {"role": role})
        connection.execute(text("RESET ROLE"))
        # Whoever is no superuser may end the sessions of a role she is a member of.
        connection.exec_driver_sql(f'GRANT "{role}" TO CURRENT_USER')
    with administering(url) as connection:
        # Only now, when it is committed: what ends does not come back.
        connection.execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = :role"), {"role": role}
        )
    return desk


def reassign(url: str, which: str, *, district_id: str | None, capacity: str) -> DeskLine:
    """Gives a desk another district (None: the whole city) or another role. The login stays, and whatever its laptop
    was before; it asks for everything again at its next contact, for it may see more. What it has it keeps, but for the
    names where it becomes a head's: it sends what it had not sent, and lets go of them.

    Raises as `revoke`, and Refused: capacity_unknown.
    """
    if capacity not in CAPACITIES:
        raise Refused("capacity_unknown", capacity=capacity, known=", ".join(CAPACITIES))
    desk = _the_desk(url, which)
    with administering(url) as connection:
        connection.execute(text("SET LOCAL lock_timeout = '20s'"))
        connection.execute(text("SET LOCAL ROLE cabildo_owner"))
        sees_otherwise(connection, login=f"cabildo_{desk.desk_id}", district_id=district_id, capacity=capacity)
    return desk


def _the_desk(url: str, which: str) -> DeskLine:
    found = [
        one for one in server_status(url).desks
        if one.revoked_at is None and _is_called(one, which)
    ]  # fmt: skip
    if not found:
        raise Refused("desk_unknown", which=which)
    if len(found) > 1:
        raise Refused("desk_of_several", which=which)
    return found[0]


def _is_called(one: DeskLine, which: str) -> bool:
    """By its name, or by some of its identifier: the end of it is the number that stands in the lists."""
    return one.name.casefold() == which.casefold() or one.desk_id.startswith(which) or one.desk_id.endswith(which)


def restore_check(url: str, *, restored: bool) -> Held:
    """Holds the journal of every desk against its seals, and the state against the journal; repairs the state.

    `restored`: this database came back from a backup, and every desk is to find that out: it gets a new epoch. Raises
    as `server_status`.
    """
    with administering(url) as connection:
        _prepared(connection)
        connection.execute(text("SET LOCAL ROLE cabildo_door"))
        entries = connection.scalar(text("SELECT count(*) FROM app.entry")) or 0
        broken = tuple(_broken(connection))
        heads = tuple(connection.execute(text(_HEADS)).scalars())
        repaired = {noun: count for noun in sorted(nouns()) if (count := _repaired(connection, noun))}
        connection.execute(text("RESET ROLE"))
        connection.execute(text("SET LOCAL ROLE cabildo_owner"))
        if restored:
            connection.execute(text("UPDATE app.server SET epoch = gen_random_uuid()"))
        epoch = connection.scalar(text("SELECT epoch::text FROM app.server")) or ""
        lost = missing(connection)
        desks = connection.execute(text("SELECT desk_id, label, login FROM app.server_desk")).all()
    called = {desk: f"«{label}» ({number_of(login)})" for desk, label, login in desks}
    return Held(entries, epoch, broken, heads, repaired, lost, called)


_HEADS = """
    SELECT d.desk_id FROM app.server_desk d LEFT JOIN LATERAL (
        SELECT desk_seq, hash FROM app.entry e WHERE e.city_id = d.city_id AND e.desk_id = d.desk_id
        ORDER BY desk_seq DESC LIMIT 1) e ON true
    WHERE d.head_seq <> coalesce(e.desk_seq, 0) OR d.head_hash <> coalesce(e.hash, repeat('0', 64))
    ORDER BY d.desk_id
"""


_STRETCH = """
    SELECT app.first_broken(:previous, array_agg(app.with_stand_in(one) ORDER BY desk_seq)), max(desk_seq),
           (array_agg(hash ORDER BY desk_seq DESC))[1], count(*)
    FROM (SELECT e AS one, desk_seq, hash FROM app.entry e
          WHERE city_id = :city AND desk_id = :desk AND desk_seq > :after ORDER BY desk_seq LIMIT :some) e
"""


def _broken(connection: Connection) -> Iterator[tuple[str, int]]:
    desks = connection.execute(text("SELECT city_id, desk_id FROM app.server_desk WHERE head_seq > 0")).all()
    for city, desk in desks:
        previous, after = GENESIS, 0
        while True:
            number, last, seal, count = connection.execute(
                text(_STRETCH),
                {"city": city, "desk": desk, "after": after, "previous": previous, "some": _AT_ONCE},
            ).one()
            if not count:
                break
            if number is not None or last != after + count:
                yield desk, number or after + 1
                break
            previous, after = seal, last


def _repaired(connection: Connection, noun: str) -> int:
    """How many rows of a noun came out otherwise when they were made anew from the journal, a stretch at a time."""
    changed, after = 0, ("", "")
    while True:
        rows = connection.execute(
            text(
                "SELECT DISTINCT city_id, row_id FROM app.entry WHERE noun = :noun "
                "AND (city_id, row_id) > (:city, :row) ORDER BY city_id, row_id LIMIT :some"
            ),
            {"noun": noun, "city": after[0], "row": after[1], "some": _AT_ONCE},
        ).all()
        if not rows:
            return changed
        for city in sorted({city for city, _ in rows}):
            ids = [row for one, row in rows if one == city]
            before = _states(connection, noun, city, ids)
            connection.execute(
                text("SELECT app.refold(:city, :noun, CAST(:ids AS text[]))"), {"city": city, "noun": noun, "ids": ids}
            )
            later = _states(connection, noun, city, ids)
            changed += sum(before.get(one) != later.get(one) for one in ids)
        after = tuple(rows[-1])


def _states(connection: Connection, noun: str, city: str, ids: list[str]) -> dict[str, str]:
    found = connection.execute(
        text(f"SELECT id, t::text AS told FROM app.{noun} t WHERE city_id = :city AND id = ANY(CAST(:ids AS text[]))"),  # noqa: S608
        {"city": city, "ids": ids},
    )
    return {row.id: row.told for row in found}


@contextmanager
def reading(url: str) -> Iterator[Connection]:
    """One look at all that a prepared database holds, as its administrator. Raises as `server_status`."""
    with administering(url) as connection:
        _prepared(connection)
        yield connection


def _prepared(connection: Connection) -> str:
    schema = schema_there(connection)
    if schema is None:
        raise Refused("server_not_prepared")
    # Reading past row security as its owner: an ordinary administrator is a member.
    connection.execute(text("SET LOCAL ROLE cabildo_owner"))
    return schema
