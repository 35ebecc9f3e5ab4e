"""One backup as one file: an uncompressed zip of the encrypted record, its wrapped keys, the city's file, a manifest.

The manifest stands in clear and names the desk and the city, never a person. Nothing in it is trusted: every member
has its sum, and the record and its keys authenticate themselves when they are opened.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tomllib
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from db.base import moment_text
from db.errors import Refused

ENDING = ".cabildo"
FORMAT = 1
MANIFEST = "manifest.json"
MEMBERS = ("record.db", "keys.json", "city.toml")
_MANIFEST_MOST = 64 * 1024
_SMALL_MOST = 4 * 1024 * 1024
_CHUNK = 1024 * 1024
# Zip knows no time before 1980 and no zone: the moment stands in the manifest, and two equal backups are equal files.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself. `seq`, `head` and `last_entry_at` are the end of the desk's own journal."""

    format: int
    program: str
    schema: str
    city_id: str
    city: str
    desk_id: str
    desk: str
    made_at: datetime
    seq: int
    head: str
    last_entry_at: datetime | None
    residents: int
    sittings: int
    entries: int
    sizes: Mapping[str, int]
    sums: Mapping[str, str]


def write(target: Path, parts: Mapping[str, Path], told: Mapping[str, Any]) -> Manifest:
    """Writes the file and puts it on the disk. `told` are the fields of the manifest but sizes and sums.

    Raises OSError as the disk does.
    """
    sums, sizes = {}, {}
    with target.open("xb") as raw:
        target.chmod(0o600)
        with zipfile.ZipFile(raw, "w", zipfile.ZIP_STORED) as packed:
            for name in MEMBERS:
                sizes[name] = parts[name].stat().st_size
                with parts[name].open("rb") as source, packed.open(_member(name), "w", force_zip64=True) as sink:
                    sums[name] = _copy(source, sink)
            manifest = Manifest(**told, format=FORMAT, sizes=sizes, sums=sums)
            with packed.open(_member(MANIFEST), "w") as sink:
                sink.write(json.dumps(asdict(manifest), indent=1, ensure_ascii=False, default=moment_text).encode())
        flush(raw)
    return manifest


def read_manifest(file: Path) -> Manifest:
    """What a backup says of itself, without reading the rest.

    Raises Refused: backup_missing, backup_foreign, backup_damaged, backup_newer.
    """
    with _opened(file) as packed:
        return _manifest(packed, file)


def zone_of(file: Path) -> tzinfo | None:
    """The time zone of the city that a backup is of; None where it does not say so in a way that can be read."""
    try:
        with _opened(file) as packed, _member_of(packed, "city.toml", file) as told:
            return ZoneInfo(tomllib.loads(told.read().decode("utf-8"))["timezone"])
    except (Refused, OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        return None


def unpack(file: Path, folder: Path) -> Manifest:
    """Writes the members into `folder`, each one checked against its sum while it is written.

    The names are ours, never those of the file, so nothing can be written elsewhere; and nothing is packed, so nothing
    unfolds into more than the file is long. Raises as `read_manifest`; OSError as the disk does.
    """
    with _opened(file) as packed:
        manifest = _manifest(packed, file)
        for name in MEMBERS:
            target = folder / name
            with _member_of(packed, name, file) as source, target.open("xb") as sink:
                target.chmod(0o600)
                if _copy(source, sink, damaged=file) != manifest.sums[name]:
                    raise Refused("backup_damaged", file=file.name)
                flush(sink)
        return manifest


def verify(file: Path) -> Manifest:
    """Reads the whole file again and compares every sum. Raises as `read_manifest`."""
    with _opened(file) as packed:
        manifest = _manifest(packed, file)
        for name in MEMBERS:
            with _member_of(packed, name, file) as source:
                if _copy(source, None, damaged=file) != manifest.sums[name]:
                    raise Refused("backup_damaged", file=file.name)
        return manifest


def _opened(file: Path) -> zipfile.ZipFile:
    try:
        packed = zipfile.ZipFile(file)
    except (FileNotFoundError, IsADirectoryError):
        raise Refused("backup_missing", file=str(file)) from None
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        # One that broke off has lost its table of contents, which stands at the end; its name and beginning are ours.
        raise Refused("backup_damaged" if _begins_as_ours(file) else "backup_foreign", file=file.name) from None
    try:
        _look_over(packed, file)
    except BaseException:
        packed.close()
        raise
    return packed


def _look_over(packed: zipfile.ZipFile, file: Path) -> None:
    """Exactly our members, none packed or encrypted, none that says it is longer than the file."""
    names = [info.filename for info in packed.infolist()]
    if sorted(names) != sorted((*MEMBERS, MANIFEST)):
        raise Refused("backup_foreign", file=file.name)
    whole = file.stat().st_size
    for info in packed.infolist():
        most = {MANIFEST: _MANIFEST_MOST, "record.db": whole}.get(info.filename, _SMALL_MOST)
        if info.compress_type != zipfile.ZIP_STORED or info.flag_bits & 1:
            raise Refused("backup_foreign", file=file.name)
        if info.file_size > min(whole, most) or info.file_size != info.compress_size:
            raise Refused("backup_damaged", file=file.name)


def _manifest(packed: zipfile.ZipFile, file: Path) -> Manifest:
    try:
        told = json.loads(packed.read(MANIFEST))
        if told["format"] > FORMAT:
            raise Refused("backup_newer", file=file.name)
        last = told.pop("last_entry_at")
        made = datetime.fromisoformat(told.pop("made_at")).astimezone(UTC)
        manifest = Manifest(
            **{name: told[name] for name in Manifest.__dataclass_fields__ if name in told},
            made_at=made,
            last_entry_at=datetime.fromisoformat(last).astimezone(UTC) if last else None,
        )
        if any(not isinstance(manifest.sums[name], str) for name in MEMBERS):
            raise ValueError
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, KeyError, TypeError, AttributeError, OverflowError):
        raise Refused("backup_damaged", file=file.name) from None
    return manifest


def _member_of(packed: zipfile.ZipFile, name: str, file: Path) -> IO[bytes]:
    try:
        return packed.open(name)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError):
        raise Refused("backup_damaged", file=file.name) from None


def _begins_as_ours(file: Path) -> bool:
    with file.open("rb") as raw:
        first = raw.read(64)
    return not first or (first.startswith(b"PK\x03\x04") and b"record.db" in first)


def _member(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _NO_TIME)
    info.external_attr = 0o600 << 16
    return info


def _copy(source: IO[bytes], sink: IO[bytes] | None, damaged: Path | None = None) -> str:
    """Copies and answers the SHA-256 of what went through; the zip's own check of a member counts as damage."""
    total = hashlib.sha256()
    while True:
        try:
            chunk = source.read(_CHUNK)
        except (zipfile.BadZipFile, EOFError):
            raise Refused("backup_damaged", file=damaged.name if damaged else "") from None
        if not chunk:
            return total.hexdigest()
        total.update(chunk)
        if sink is not None:
            sink.write(chunk)


def free_space(folder: Path) -> int:
    """How many bytes the disk of a folder still takes."""
    return shutil.disk_usage(folder).free


def flush(written: IO[bytes]) -> None:
    """Puts on the disk what was written."""
    written.flush()
    os.fsync(written.fileno())


def settle(folder: Path) -> None:
    """Puts a folder's list of names on the disk, where the system knows how: a rename outlasts a cut of the current."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        pass  # some network folders and sticks do not know it
    finally:
        os.close(handle)
