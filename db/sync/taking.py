"""Takes in what others wrote: redactions first, then the entries, then the rows, in the transaction of the cursor."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, text

from db.base import canonical, canonical_of, moment_text
from db.clock import Hlc
from db.engine import read, write_many
from db.issues.search import forget_words
from db.journal import GENESIS, META, commitment_to, link_text, linked
from db.residents import search
from db.sync.adopting import adopt
from db.sync.derived import Behind
from db.sync.redaction import Redaction, follow
from db.sync.refold import refold
from db.sync.rules import NOTHING, Head
from db.sync.tables import Standing
from db.sync.unveiling import unveil
from db.work import Work

_A_BREATH = 20
_AS_TEXT = ("base", "fields", "salts", "sealed")
_AS_IT_IS = tuple(name for name in (*META, "hash") if name not in _AS_TEXT)
_plain, _in_json = itemgetter(*_AS_IT_IS), itemgetter(*_AS_TEXT)
_NAMES = (*_AS_IT_IS, *_AS_TEXT)
_INSERT = f"INSERT INTO entry ({', '.join(_NAMES)}) VALUES ({', '.join('?' * len(_NAMES))})"  # noqa: S608 - our own names
_STRETCH = (
    "SELECT desk_seq, hash, sealed <> '{}' FROM entry WHERE city_id = ? AND desk_id = ? AND desk_seq BETWEEN ? AND ?"
)
_ASIDE = text(
    "INSERT OR REPLACE INTO sync_aside (desk_id, desk_seq, verdict, reason, told_at) "
    "VALUES (:desk, :seq, 'quarantined', :reason, :now)"
)
_NO_LONGER = text("DELETE FROM sync_aside WHERE desk_id = :desk AND desk_seq = :seq")
_SAID = "SELECT desk_seq, reason FROM sync_aside WHERE desk_id = ? AND desk_seq BETWEEN ? AND ?"
_STAMPED = "SELECT desk_seq FROM sync_stamp WHERE desk_id = ? AND desk_seq BETWEEN ? AND ?"
_UNSTAMPED = text("DELETE FROM sync_stamp WHERE desk_id = :desk AND desk_seq = :seq")


@dataclass(frozen=True)
class Told:
    """An entry of another desk: with the hash before it where that one does not come with it, the server's time for it,
    and why it is in quarantine there."""

    entry: dict[str, Any] = field(repr=False)
    before: str | None = None
    stamp: str | None = None
    reason: str | None = None

    @cached_property
    def kept(self) -> Kept:
        """As the journal keeps it. Whoever asks first makes it: best where nobody waits for the record meanwhile."""
        one = self.entry
        try:
            written = {name: canonical(value) for name, value in one["fields"].items()}
            salts = one["salts"]
            seals = [commitment_to(salts[name], name, value) for name, value in written.items()]
            told = link_text(one, [*seals, *one["sealed"].values()])
        except (KeyError, TypeError, AttributeError):
            return Kept((*_plain(one), *map(canonical, _in_json(one))), None)
        texts = (canonical(one["base"]), canonical_of(written), canonical(salts), canonical(one["sealed"]))
        return Kept((*_plain(one), *texts), told)


class Kept(NamedTuple):
    """An entry in the order of the journal's columns, and what its hash binds but for the one before it; None where it
    cannot be what its hash says."""

    row: tuple[Any, ...]
    told: str | None


@dataclass(frozen=True)
class Page:
    """What the server told of others after a commit. `rewind`: the server is not what it was, begin again. `ahead`: how
    many entries of others, seen from here or not, are not looked through yet, those of this page among them. `judged`:
    it is the server's word; the laptop beside does not know which entries the server put aside. It tells of entries
    after commit `since` and of erasures after `erased_since`; `seated`: and whose desks wrote what these may reach."""

    rewind: bool
    commit_no: int = 0
    mark: str | None = None
    last_commit: int = 0
    head: Head = NOTHING
    redactions: tuple[Redaction, ...] = ()
    entries: tuple[Told, ...] = ()
    whole: bool = True
    ahead: int = 0
    judged: bool = True
    since: int = 0
    erased_since: int = 0
    seated: bool = False

    def make_ready(self, give_way: Callable[[], None]) -> None:
        """Makes of each entry what the journal keeps, and calls `give_way` every half thousandth of a second: somebody
        may want the record meanwhile."""
        for place, told in enumerate(self.entries):
            if place % _A_BREATH == 0:
                give_way()
            _ = told.kept

    def after(self, count: int) -> Page | None:
        """What is left of it when so many entries were taken in; None when that was all."""
        return None if count >= len(self.entries) else self.part(count, len(self.entries))

    def part(self, at: int, size: int) -> Page:
        """So many entries of it as a page of their own; only the last one moves the cursor."""
        return replace(
            self,
            redactions=self.redactions if at == 0 else (),
            entries=self.entries[at : at + size],
            whole=at + size >= len(self.entries),
        )


def ask_for_everything(standing: Standing) -> None:
    standing.pulled, standing.pulled_mark, standing.redacted = 0, None, 0


def take_in(work: Work, page: Page, *, behind: Behind | None = None) -> int:
    """Applies a page and answers how many entries of it were new here. Raises nothing: what does not hold is kept.

    With `behind`, the search and whatever else is read from rows waits there, for the same transaction."""
    session = work.session
    session.flush()
    connection = session.connection()
    redacted = follow(session, page.redactions)
    hashes, veiled = _hashes(connection, page.entries)
    fresh = _unknown(work, page, hashes)
    _insert(connection, fresh)
    otherwise, stamps = _note(work, connection, page, hashes)
    touched: dict[str, set[str]] = {noun: set(ids) for noun, ids in redacted.items()}
    shown = unveil(connection, (told.entry for told in page.entries if _place(told) in veiled))
    for entry in (*shown, *(told.entry for told in (*fresh, *otherwise))):
        touched.setdefault(entry["noun"], set()).add(entry["row_id"])
    changed = refold(session, touched, fresh=_undisputed(fresh, {*stamps, *map(_place, otherwise)}), behind=behind)
    if gone := redacted.get("resident"):
        search.forget(session, gone)
    if redacted:
        forget_words(session)
    heard: dict[str, set[str]] = session.info["author"].touched
    for noun, ids in changed.items():
        heard.setdefault(noun, set()).update(ids)
    _hear(work, fresh)
    return len(fresh)


def _hear(work: Work, entries: Iterable[Told]) -> None:
    """What is written here from now on is later than what was read; but for a clock that nobody should follow."""
    clocks = [told.stamp or told.entry["hlc"] for told in entries if told.reason != "clock_unreadable"]
    if clocks:
        work.clock.receive(Hlc.parse(max(clocks)))


_Hashes = dict[tuple[str, int], str]


def _place(told: Told) -> tuple[str, int]:
    return told.entry["desk_id"], told.entry["desk_seq"]


def _hashes(connection: Connection, entries: Sequence[Told]) -> tuple[_Hashes, set[tuple[str, int]]]:
    """The hashes of what is here already of these stretches of chains, and of the entry before each; and which of
    them are here with some commitment in the place of a value."""
    stretches: dict[tuple[str, str], list[int]] = {}
    for told in entries:
        one = told.entry
        stretches.setdefault((one["city_id"], one["desk_id"]), []).append(one["desk_seq"])
    found: _Hashes = {}
    veiled: set[tuple[str, int]] = set()
    for (city, desk), numbers in stretches.items():
        rows = list(read(connection, _STRETCH, (city, desk, min(numbers) - 1, max(numbers))))
        found.update({(desk, seq): seal for seq, seal, _ in rows})
        veiled.update((desk, seq) for seq, _, sealed in rows if sealed)
    return found, veiled


def _unknown(work: Work, page: Page, hashes: _Hashes) -> list[Told]:
    """The entries that are not here yet. Another one under the same name (the desk was given back an older file, and
    so was the server) makes room: it is written on in this desk's own chain.

    Where the laptop beside tells otherwise, it may be the copy that nobody has found out: the server is asked for
    everything again, and what it tells makes room in its turn.
    """
    fresh = []
    for told in page.entries:
        one = told.entry
        place = _place(told)
        if place in hashes and hashes[place] != one["hash"]:
            adopt(work, desk_id=place[0], after=place[1] - 1)
            if not page.judged and (standing := work.session.get(Standing, work.identity.desk_id)) is not None:
                ask_for_everything(standing)
            for other in [known for known in hashes if known[0] == place[0] and known[1] >= place[1]]:
                del hashes[other]
        if place not in hashes:
            hashes[place] = one["hash"]
            fresh.append(told)
    return fresh


def _insert(connection: Connection, entries: Sequence[Told]) -> None:
    if entries:
        write_many(connection, _INSERT, [told.kept.row for told in entries])


def _note(work: Work, connection: Connection, page: Page, hashes: _Hashes) -> tuple[list[Told], set[tuple[str, int]]]:
    """What was said about the entries, and whether each is what its own hash says; answers those of which something
    else was said before: what the server had refused it may let in after an upgrade, what came from the laptop beside
    it may refuse, and what is here already, by a stick or of a copied laptop, it may have put under its own time, or,
    sent again to a server that was restored, under none. And which entries of these are under the server's own time."""
    stretches = _stretches(page.entries)
    otherwise, said, stamps = [], _said(connection, stretches), _stamped(connection, stretches)
    for told in page.entries:
        place = _place(told)
        holds = _holds(told, hashes)
        if holds and told.before is told.stamp is told.reason is None and place not in said and place not in stamps:
            continue  # nearly all of them
        key = {"desk": place[0], "seq": place[1]}
        if told.before is not None and (place[0], place[1] - 1) not in hashes:
            _keep(connection, "sync_gap", key, "prev_hash", told.before)
        stamped = told.stamp is not None and _keep(connection, "sync_stamp", key, "hlc", told.stamp)
        if told.stamp is None and page.judged and place in stamps:
            connection.execute(_UNSTAMPED, key)
            stamped = True
        reason = told.reason or (None if holds else "hash_broken")
        before = said.get(place)
        if before is not None and not page.judged:
            continue  # what the server refused stays refused
        changed = before != reason
        if changed and before is not None:
            connection.execute(_NO_LONGER, key)
        if changed or stamped:
            otherwise.append(told)
        if reason is not None:
            connection.execute(_ASIDE, {**key, "reason": reason, "now": moment_text(work.clock.now())})
    return otherwise, stamps


_Stretch = tuple[str, int, int]


def _said(connection: Connection, stretches: Iterable[_Stretch]) -> dict[tuple[str, int], str]:
    """Why entries of these stretches of chains are aside: one look, for nearly always none is."""
    return {(one[0], seq): reason for one in stretches for seq, reason in read(connection, _SAID, one)}


def _stamped(connection: Connection, stretches: Iterable[_Stretch]) -> set[tuple[str, int]]:
    """Which entries of these stretches are under the server's own time here."""
    return {(one[0], seq) for one in stretches for (seq,) in read(connection, _STAMPED, one)}


def _undisputed(fresh: Sequence[Told], known: Collection[tuple[str, int]]) -> list[dict[str, Any]]:
    """The new entries of which nothing more is known here than what they say themselves: nobody has to read them again
    to know what they make of a row."""
    return [one.entry for one in fresh if one.reason is None and one.stamp is None and _place(one) not in known]


def _stretches(entries: Sequence[Told]) -> list[_Stretch]:
    numbers: dict[str, list[int]] = {}
    for told in entries:
        numbers.setdefault(told.entry["desk_id"], []).append(told.entry["desk_seq"])
    return [(desk, min(some), max(some)) for desk, some in numbers.items()]


def _holds(told: Told, hashes: _Hashes) -> bool:
    one = told.entry
    before = hashes.get((one["desk_id"], one["desk_seq"] - 1)) or told.before or ""
    before = GENESIS if one["desk_seq"] == 1 else before
    return told.kept.told is not None and linked(before, told.kept.told) == str(one["hash"])


def _keep(connection: Connection, table: str, key: dict[str, Any], name: str, value: str) -> bool:
    """Keeps what was said; answers whether it was not known."""
    kept = connection.execute(
        text(
            f"INSERT INTO {table} (desk_id, desk_seq, {name}) VALUES (:desk, :seq, :value) "  # noqa: S608
            f"ON CONFLICT DO UPDATE SET {name} = excluded.{name} WHERE {name} IS NOT excluded.{name}"
        ),
        {**key, "value": value},
    )
    return bool(kept.rowcount)
