"""Brings a backup back: looks at it from all sides in a folder of its own, and only then puts it into a home.

A desk restored from a backup has a chain that ends earlier than the one the shared database knows of it. At the next
contact that is recognised as it is with a cloned laptop (Refused: cloned): nothing is sent, nothing the city has
confirmed is overwritten, and the person is told so and to ask for help. What was written after the backup and sent is
in the shared database; what was written after it and never sent was lost with the laptop. Where nothing had been sent
since the backup, the chains meet and sharing simply goes on.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from db import archive, swap
from db.archive import Manifest
from db.backup import Seen, look_into
from db.clock import Clock
from db.engine import file_trouble, open_file, same_key
from db.errors import Refused, Unavailable
from db.home import Home
from db.keys import unwrap_key
from db.places.city import read_city
from db.schema import HEAD

_STAGE = ".restoring-"


@dataclass(frozen=True)
class Checked:
    """A backup that can be used: what it says of itself, what was found in it when it was opened, its city's zone."""

    desk: str
    city: str
    made_at: datetime
    residents: int
    sittings: int
    entries: int
    last_entry_at: datetime | None
    zone: tzinfo | None = None


@dataclass(frozen=True)
class Restored:
    """A home that was brought back, its data key, and where what it held before was put (None: it was empty)."""

    checked: Checked
    key: bytes
    aside: Path | None


def restore(backup: Path, home: Home, secret: str, *, replace: bool = False, clock: Clock | None = None) -> Restored:
    """Makes the record in `backup` the one of `home`; `secret` is the passphrase or recovery code of the backup's time.

    The whole backup is checked before the home is touched. With `replace`, a record that is there is moved into a
    folder `record-before-restore-...` inside the home, never overwritten; without it, it is refused. Cut off at any
    point, the home holds the old record or the new one, whole. An older schema is brought up to date when the record
    is opened. Nobody else may have the record open meanwhile: the caller sees to that.

    Raises Refused: record_exists, backup_missing, backup_foreign, backup_damaged, backup_newer, passphrase_wrong,
    record_damaged, and as `read_city`; Unavailable: home_unwritable, backup_no_space.
    """
    swap.finish(home.path)
    if home.exists and not replace:
        raise Refused("record_exists", path=str(home.path))
    manifest = archive.read_manifest(backup)
    held_before = home.exists
    aside = _aside(home, (clock or Clock()).now())
    try:
        home.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        if archive.free_space(home.path) < backup.stat().st_size + 16 * 1024 * 1024:
            raise Unavailable(
                "backup_no_space", path=str(home.path), needed=f"{backup.stat().st_size // 2**20 + 16} MB"
            )
        with _stage(home.path, sweep=True) as stage:
            key, seen = _unpacked(backup, stage, secret)
            swap.commit(stage, home.path, aside=aside)
    except OSError as error:
        raise Unavailable("home_unwritable", path=str(home.path)) from error
    return Restored(_checked(manifest, seen, backup), key, home.path / aside if held_before else None)


def try_out(backup: Path, *, secret: str = "", key: bytes = b"", like: Engine | None = None) -> Checked:
    """Restores a backup into a folder that is thrown away, and answers what is in it: the proof that it can be used.

    By the passphrase or recovery code of its time, by a data key that is at hand, or by that of an opened record
    (`like`). Raises as `restore`.
    """
    try:
        with _stage(None) as stage:
            if like is None:
                _, seen = _unpacked(backup, stage, secret, key)
            else:
                manifest = _members(backup, stage)
                seen = _seen(backup, manifest, lambda: same_key(like, stage / "record.db"))
            return _checked(archive.read_manifest(backup), seen, backup)
    except OSError as error:
        raise Unavailable("backup_no_space", path=tempfile.gettempdir(), needed="…") from error


def _unpacked(backup: Path, stage: Path, secret: str, key: bytes = b"") -> tuple[bytes, Seen]:
    """The members in `stage`, each as it was packed, and the record opened with the key and read through."""
    manifest = _members(backup, stage)
    key = key or unwrap_key(stage / "keys.json", secret)
    engine = open_file(stage / "record.db", key)
    try:
        return key, _seen(backup, manifest, lambda: same_key(engine, stage / "record.db"))
    finally:
        engine.dispose()


def _members(backup: Path, stage: Path) -> Manifest:
    manifest = archive.unpack(backup, stage)
    if manifest.schema > HEAD:
        raise Refused("record_newer", found=manifest.schema, known=HEAD)
    read_city(stage / "city.toml")
    return manifest


def _seen(backup: Path, manifest: Manifest, connect: Callable[[], Any]) -> Seen:
    """What is in the unpacked record, every page of it read; and it must be the one the manifest speaks of."""
    try:
        with contextlib.closing(connect()) as connection:
            seen = look_into(connection, thorough=True)
    except (Refused, Unavailable):
        raise
    except Exception as error:
        raise file_trouble(error) or error from error
    if seen.schema > HEAD:
        raise Refused("record_newer", found=seen.schema, known=HEAD)
    if (seen.desk_id, seen.seq, seen.head) != (manifest.desk_id, manifest.seq, manifest.head):
        raise Refused("backup_damaged", file=backup.name)
    return seen


def _aside(home: Home, now: datetime) -> str:
    """A name that nothing has yet, with the time on this laptop."""
    stem = f"record-before-restore-{now.astimezone():%Y%m%d-%H%M%S}"
    name, place = stem, 1
    while (home.path / name).exists():
        place += 1
        name = f"{stem}-{place}"
    return name


@contextlib.contextmanager
def _stage(parent: Path | None, *, sweep: bool = False) -> Iterator[Path]:
    """A folder for this person alone; gone afterwards, if it was not moved away."""
    if parent is not None and sweep:
        for left in parent.glob(f"{_STAGE}*"):  # a restore that was cut off; two at once on one home there are not
            shutil.rmtree(left, ignore_errors=True)
    stage = Path(tempfile.mkdtemp(prefix=_STAGE, dir=parent))
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _checked(told: Manifest, seen: Seen, backup: Path) -> Checked:
    return Checked(
        told.desk, told.city, told.made_at, seen.residents, seen.sittings, seen.entries, seen.last_entry_at,
        archive.zone_of(backup),
    )  # fmt: skip
