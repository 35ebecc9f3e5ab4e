"""Encrypted backups of a desk: made while the evening goes on, checked by opening them, and thinned out with time."""

from __future__ import annotations

import contextlib
import errno
import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from db import archive, keys
from db.archive import ENDING, Manifest
from db.clock import Hlc
from db.engine import file_trouble, same_key
from db.errors import Refused, Unavailable
from db.home import Home, Opened
from db.rotation import kept

_AT_ONCE = 2048  # pages of 4 KiB, after each of which the making can be called off
_PART = ".cabildo-"
_LEFT_BEHIND = timedelta(hours=6)
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

Watch = Callable[[], None]


@dataclass(frozen=True)
class Backup:
    """One backup as it stands on a shelf; `zone` is that of its city. `trouble` is the code of what is wrong with it;
    its other facts are guesses from the name then."""

    path: Path
    made_at: datetime
    size: int
    desk: str = ""
    city: str = ""
    residents: int = 0
    last_entry_at: datetime | None = None
    seq: int = 0
    trouble: str = ""
    zone: tzinfo | None = None


@dataclass(frozen=True)
class Seen:
    """What was found in a record when it was opened."""

    desk_id: str
    schema: str
    seq: int
    head: str
    last_entry_at: datetime | None
    residents: int
    sittings: int
    entries: int


def make_backup(opened: Opened, folder: Path, *, watch: Watch = lambda: None) -> Backup:
    """Makes one backup of an opened home in `folder`, checks it by opening it, and thins out the older ones there.

    Runs beside the record's own thread, on connections of its own: it reads one moment of the record, and nobody who
    writes waits for it. Only a file that was opened, read through and compared gets a name; cut off at any point, the
    backups of before are all there. `watch` is called every few milliseconds and may raise to call it off.

    Raises Refused: keys_missing, keys_damaged (a record without its keys cannot be restored), record_damaged,
    backup_damaged; Unavailable: backup_no_space, backup_folder, and as `open_file`.
    """
    keys.look_whole(opened.home.keys)
    made_at = opened.store.clock.now()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _need_space(opened.home.record, folder)
        _sweep(folder)
        with _part(folder) as part:
            seen = _copy_record(opened, part / "record.db", watch)
            for source in (opened.home.keys, opened.home.city_file):
                shutil.copyfile(source, part / source.name)
            keys.look_whole(part / "keys.json")
            parts = {name: part / name for name in archive.MEMBERS}
            archive.write(part / "whole", parts, _told(opened, seen, made_at))
            watch()
            archive.verify(part / "whole")
            path = _named(part / "whole", folder, opened, made_at)
    except OSError as error:
        raise _disk_trouble(error, folder) from error
    _thin_out(folder, path)
    return look_at(path)


def copy_to(backup: Backup, folder: Path) -> Backup:
    """Puts a backup on another disk as well, read again from there before it gets its name.

    Raises Unavailable: backup_no_space, backup_folder; Refused: backup_damaged.
    """
    try:
        if not folder.is_dir():
            raise Unavailable("backup_folder", path=str(folder))
        _need_space(backup.path, folder)
        _sweep(folder)
        with _part(folder) as part:
            with backup.path.open("rb") as source, (part / "whole").open("xb") as sink:
                shutil.copyfileobj(source, sink, 1024 * 1024)
                archive.flush(sink)
            with contextlib.suppress(OSError):
                (part / "whole").chmod(0o600)  # a stick formatted for every system knows no rights
            manifest = archive.verify(part / "whole")
            path = folder / backup.path.name
            (part / "whole").replace(path)
            archive.settle(folder)
    except OSError as error:
        raise _disk_trouble(error, folder) from error
    _thin_out(folder, path)
    return _on_shelf(path, manifest)


def backups(home: Home, *, also: Iterable[Path] = ()) -> tuple[Backup, ...]:
    """Every backup in the home's own folder and in the others named, newest first, the unreadable ones included.

    A backup made before somebody was erased still holds her: `made_at` tells which ones to `forget_before`.
    """
    found = []
    for folder in dict.fromkeys((home.backups, *also)):
        with contextlib.suppress(OSError):
            found += [look_at(path) for path in folder.glob(f"*{ENDING}") if path.is_file()]
    return tuple(sorted(found, key=lambda one: (one.made_at, str(one.path)), reverse=True))


def look_at(path: Path) -> Backup:
    """What a backup says of itself; `trouble` when it says nothing that can be read."""
    try:
        return _on_shelf(path, archive.read_manifest(path))
    except Refused as no:
        there = path.stat() if path.exists() else None
        changed = datetime.fromtimestamp(there.st_mtime if there else 0, UTC)
        return Backup(path, changed, there.st_size if there else 0, trouble=no.code)


def forget_before(home: Home, moment: datetime, *, also: Iterable[Path] = ()) -> tuple[Path, ...]:
    """Deletes every backup made before a moment, on purpose and for good: after an erasure, say. Answers which.

    Raises Refused: backup_none_after, when not one good backup made since would be left; Unavailable: backup_folder.
    """
    there = backups(home, also=also)
    if not any(one.made_at >= moment and not one.trouble for one in there):
        raise Refused("backup_none_after")
    old = [one for one in there if one.made_at < moment]
    return tuple(delete_backup(one.path) for one in old)


def delete_backup(path: Path) -> Path:
    """Deletes one backup on purpose. Raises Refused: backup_foreign, for a file that is none; Unavailable."""
    if path.suffix != ENDING:
        raise Refused("backup_foreign", file=path.name)
    try:
        path.unlink(missing_ok=True)
        archive.settle(path.parent)
    except OSError as error:
        raise Unavailable("backup_folder", path=str(path.parent)) from error
    return path


def closed_sittings(session: Session) -> int:
    """How many sittings are over: when there is one more, it is time for a backup."""
    return int(session.scalar(text("SELECT count(*) FROM sitting WHERE closed_at IS NOT NULL")) or 0)


def look_into(connection: Any, *, thorough: bool = False) -> Seen:
    """Reads a record through a connection that has its key: every page is checked, and the end of its journal.

    Raises Refused: record_damaged.
    """
    if connection.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
        raise Refused("record_damaged")
    if thorough and connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
        raise Refused("record_damaged")
    return _facts(connection)


def _copy_record(opened: Opened, target: Path, watch: Watch) -> Seen:
    """The record as it is at one moment, page by page and encrypted, into a file of its own; opened and looked into.

    Not VACUUM INTO: it may number anew the rows of tables that have no number of their own, which the search index
    points at.
    """
    engine = opened.store.engine
    target.touch(mode=0o600)
    try:
        with (
            contextlib.closing(same_key(engine, opened.home.record)) as source,
            contextlib.closing(same_key(engine, target)) as copy,
        ):
            for connection in (source, copy):
                connection.execute("PRAGMA cache_size = -4096")
            copy.execute("PRAGMA journal_mode = OFF")
            copy.execute("PRAGMA synchronous = OFF")  # put on the disk as a whole, inside the finished file
            source.execute("BEGIN")
            before = _facts(source)
            source.backup(copy, pages=_AT_ONCE, progress=lambda *_: watch(), sleep=0.0)
            source.execute("ROLLBACK")
        with contextlib.closing(same_key(engine, target)) as copy:
            seen = look_into(copy)
    except (OSError, Refused, Unavailable):
        raise
    except Exception as error:
        raise file_trouble(error) or error from error
    if seen != before:
        raise Refused("record_damaged")
    return seen


def _facts(connection: Any) -> Seen:
    def one(question: str, *values: Any) -> Any:
        return connection.execute(question, values).fetchone()

    desk_id, city_id = one("SELECT desk_id, city_id FROM desk")
    last = one(
        "SELECT desk_seq, hash, hlc FROM entry WHERE city_id = ? AND desk_id = ? ORDER BY desk_seq DESC LIMIT 1",
        city_id,
        desk_id,
    )
    return Seen(
        desk_id=desk_id,
        schema=one("SELECT version_num FROM alembic_version")[0],
        seq=last[0] if last else 0,
        head=last[1] if last else "",
        last_entry_at=datetime.fromtimestamp(Hlc.parse(last[2]).millis / 1000, UTC) if last else None,
        residents=one("SELECT count(*) FROM resident WHERE removed_at IS NULL")[0],
        sittings=one("SELECT count(*) FROM sitting WHERE removed_at IS NULL")[0],
        entries=one("SELECT count(*) FROM entry")[0],
    )


def _told(opened: Opened, seen: Seen, made_at: datetime) -> dict[str, Any]:
    try:
        program = version("cabildo")
    except PackageNotFoundError:
        program = ""
    return {**seen.__dict__, "program": program, "city_id": opened.city.id, "city": opened.city.name,
            "desk": opened.desk, "made_at": made_at}  # fmt: skip


def _named(whole: Path, folder: Path, opened: Opened, made_at: datetime) -> Path:
    stem = f"{_stem(opened)}{made_at.astimezone(opened.city.zone):%Y%m%d-%H%M%S}"
    path, place = folder / f"{stem}{ENDING}", 1
    while path.exists():  # two in one second, or a clock set back: neither takes the place of the other
        place += 1
        path = folder / f"{stem}-{place}{ENDING}"
    whole.replace(path)
    archive.settle(folder)
    return path


def _stem(opened: Opened) -> str:
    return f"cabildo-{_slug(opened.city.name)}-{_slug(opened.desk)}-"


def _slug(name: str) -> str:
    """A name that every disk takes: `Oeste 1` is `oeste_1`."""
    flat = unicodedata.normalize("NFKD", name.casefold())
    kept_letters = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in flat
                           if not unicodedata.combining(letter))  # fmt: skip
    return "_".join(kept_letters.split()) or "x"


def _thin_out(folder: Path, made: Path) -> None:
    """The older backups of the same desk in this folder that no day, week or month needs any more are deleted.

    Never those of another desk, never one that cannot be read (a person decides about it), and never the one just made.
    """
    mine = archive.read_manifest(made).desk_id
    good = [one for path in folder.glob(f"*{ENDING}") if (one := _mine(path, mine)) is not None]
    stay = {one.path for one in kept(good, lambda one: one.made_at.astimezone())} | {made}
    for one in good:
        if one.path not in stay:
            with contextlib.suppress(OSError):
                one.path.unlink()


def _mine(path: Path, desk_id: str) -> Backup | None:
    try:
        manifest = archive.read_manifest(path)
    except (Refused, OSError):
        return None
    return _on_shelf(path, manifest) if manifest.desk_id == desk_id else None


def _on_shelf(path: Path, told: Manifest) -> Backup:
    return Backup(
        path=path,
        made_at=told.made_at,
        size=path.stat().st_size,
        desk=told.desk,
        city=told.city,
        residents=told.residents,
        last_entry_at=told.last_entry_at,
        seq=told.seq,
        zone=archive.zone_of(path),
    )


@contextlib.contextmanager
def _part(folder: Path) -> Any:
    """A folder for what is not finished, on the same disk and for this person alone; gone afterwards."""
    part = Path(tempfile.mkdtemp(prefix=_PART, suffix=".part", dir=folder))
    try:
        yield part
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """What a making that was cut off has left, by the disk's own clock: a younger one may be somebody's at work."""
    left = [path for path in folder.glob(f"{_PART}*.part") if path.is_dir()]
    if not left:
        return
    with _part(folder) as here:
        now = here.stat().st_mtime
    for path in left:
        with contextlib.suppress(OSError):
            if now - path.stat().st_mtime > _LEFT_BEHIND.total_seconds():
                shutil.rmtree(path, ignore_errors=True)


def _need_space(source: Path, folder: Path) -> None:
    """Room for the copy and for the finished file beside it, before anything is begun."""
    needed = 2 * source.stat().st_size + 16 * 1024 * 1024
    if archive.free_space(folder) < needed:
        raise Unavailable("backup_no_space", path=str(folder), needed=f"{needed // (1024 * 1024)} MB")


def _disk_trouble(error: OSError, folder: Path) -> Unavailable:
    if error.errno in _FULL:
        return Unavailable("backup_no_space", path=str(folder), needed="…")
    return Unavailable("backup_folder", path=str(folder))
