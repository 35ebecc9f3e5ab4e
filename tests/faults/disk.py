"""A disk that remembers in which order SQLite wrote and when it asked for the writing to be final, and loses power.

SQLite writes through a table of functions (https://sqlite.org/vfs.html); those of the driver that Cabildo uses are
found in the driver itself, and stand aside for ours while a recording lasts. The real file is written as ever.
"""

from __future__ import annotations

import ctypes
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlcipher3._sqlite3 as driver

SECTOR = 512
_P = ctypes.c_void_p
_OPEN = ctypes.CFUNCTYPE(ctypes.c_int, _P, _P, _P, ctypes.c_int, _P)
_DELETE = ctypes.CFUNCTYPE(ctypes.c_int, _P, _P, ctypes.c_int)
_WRITE = ctypes.CFUNCTYPE(ctypes.c_int, _P, _P, ctypes.c_int, ctypes.c_int64)
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, _P, ctypes.c_int64)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, _P, ctypes.c_int)
# Where these stand in the tables, in words of eight bytes.
_METHODS, _AT_WRITE, _AT_TRUNCATE, _AT_SYNC = 19, 3, 4, 5


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int), ("size", ctypes.c_int), ("longest", ctypes.c_int), ("next", _P), ("name", _P),
        ("data", _P), ("open", _P), ("delete", _P),
    )  # fmt: skip


@dataclass(frozen=True)
class Op:
    """One thing that was asked of the disk: write, truncate, sync or delete of a file; or a promise made to a person
    (`said`), with what was promised."""

    kind: str
    file: str = ""
    at: int = 0
    data: bytes = field(default=b"", repr=False)
    promise: Any = None


@dataclass
class Recording:
    """What a folder held at first, and everything that was asked of its files since."""

    first: dict[str, bytes]
    ops: list[Op] = field(default_factory=list)

    def say(self, promise: Any) -> None:
        """A person was told that it is done."""
        self.ops.append(Op("said", promise=promise))


@contextmanager
def recorded(folder: Path) -> Iterator[Recording]:
    """Records what SQLite asks of the disk for files of this folder that are opened while this lasts."""
    taken = Recording({path.name: path.read_bytes() for path in folder.iterdir()})
    library = ctypes.CDLL(driver.__file__)
    library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
    vfs = library.sqlite3_vfs_find(None).contents
    before: tuple[Any, Any] = vfs.open, vfs.delete
    hooks = _Hooks(folder, taken, _OPEN(before[0]), _DELETE(before[1]))
    opening, deleting = _OPEN(hooks.open), _DELETE(hooks.delete)
    vfs.open, vfs.delete = ctypes.cast(opening, _P), ctypes.cast(deleting, _P)
    try:
        yield taken
    finally:
        vfs.open, vfs.delete = before
        _ALIVE.append((hooks, opening, deleting))


# A file that is still open goes on being written through our functions.
_ALIVE: list[Any] = []


class _Hooks:
    def __init__(self, folder: Path, taken: Recording, opened: Any, deleted: Any) -> None:
        self.folder, self.taken, self._opened, self._deleted = str(folder), taken, opened, deleted
        self.names: dict[int, str] = {}
        self._tables: dict[int, tuple[Any, Any]] = {}

    def _mine(self, name: int | None) -> str | None:
        path = Path(ctypes.string_at(name).decode()) if name else None
        return path.name if path and str(path.parent) == self.folder else None

    def open(self, vfs: int, name: int | None, file: int, flags: int, out: int | None) -> int:
        answer: int = self._opened(vfs, name, file, flags, out)
        told = self._mine(name)
        if answer == 0 and told is not None:
            self.names[file] = told
            table = ctypes.cast(file, ctypes.POINTER(_P))
            table[0] = ctypes.addressof(self._replaced(table[0] or 0))
        return answer

    def delete(self, vfs: int, name: int, durably: int) -> int:
        answer: int = self._deleted(vfs, name, durably)
        if answer == 0 and (told := self._mine(name)):
            self.taken.ops.append(Op("delete", told))
        return answer

    def _replaced(self, methods: int) -> Any:
        """A copy of a file's table, with our writing, truncating and syncing in it."""
        if methods not in self._tables:
            words: Any = (_P * _METHODS).from_buffer_copy(ctypes.string_at(methods, 8 * _METHODS))
            kept = _WRITE(words[_AT_WRITE]), _TRUNCATE(words[_AT_TRUNCATE]), _SYNC(words[_AT_SYNC])
            ours = _WRITE(self._write(kept[0])), _TRUNCATE(self._truncate(kept[1])), _SYNC(self._sync(kept[2]))
            for place, function in zip((_AT_WRITE, _AT_TRUNCATE, _AT_SYNC), ours, strict=True):
                words[place] = ctypes.cast(function, _P).value
            self._tables[methods] = words, ours
        return self._tables[methods][0]

    def _write(self, real: Any) -> Any:
        def write(file: int, data: int, size: int, at: int) -> int:
            self.taken.ops.append(Op("write", self.names[file], at, ctypes.string_at(data, size)))
            return int(real(file, data, size, at))

        return write

    def _truncate(self, real: Any) -> Any:
        def truncate(file: int, size: int) -> int:
            self.taken.ops.append(Op("truncate", self.names[file], size))
            return int(real(file, size))

        return truncate

    def _sync(self, real: Any) -> Any:
        def sync(file: int, flags: int) -> int:
            answer = int(real(file, flags))
            self.taken.ops.append(Op("sync", self.names[file]))
            return answer

        return sync


class _File:
    """What of a file is certainly on the disk, and what was asked since."""

    def __init__(self, content: bytes | None) -> None:
        self.certain = bytearray(content or b"")
        self.there = content is not None
        self.asked: list[Op] = []
        self.may_be_gone = False

    def do(self, op: Op, content: bytearray) -> None:
        if op.kind == "truncate":
            del content[op.at :]
            return
        content.extend(bytes(max(0, op.at + len(op.data) - len(content))))
        content[op.at : op.at + len(op.data)] = op.data

    def settle(self) -> None:
        for op in self.asked:
            self.do(op, self.certain)
        self.asked, self.there, self.may_be_gone = [], True, False

    def after_power_came_back(self, chance: random.Random, manner: str) -> bytes | None:
        if not self.there and (not self.asked or manner == "lost" or chance.random() < 0.3):
            return None
        if self.may_be_gone and chance.random() < 0.5:
            return None
        content = bytearray(self.certain)
        for op in self.asked:
            if manner == "all" or (manner == "some" and chance.random() < 0.5):
                self.do(op, content)
            elif manner == "torn":
                for part in _torn(op, chance):
                    self.do(part, content)
        return bytes(content)


MANNERS = ("lost", "some", "torn", "torn", "all")


def _torn(op: Op, chance: random.Random) -> Iterator[Op]:
    """Some of the sectors of a writing; what is asked of a disk later may come to it earlier."""
    if op.kind != "write":
        if chance.random() < 0.5:
            yield op
        return
    at = 0
    while at < len(op.data):
        size = min(SECTOR - (op.at + at) % SECTOR, len(op.data) - at)
        if chance.random() < 0.5:
            yield Op("write", op.file, op.at + at, op.data[at : at + size])
        at += size


def power_cut(taken: Recording, after: int, chance: random.Random, folder: Path) -> tuple[list[Any], str]:
    """Leaves in a folder what a disk may hold whose power went after so many of its orders.

    Whatever was asked for since a file was last made final may be there, wholly or by sectors, in any choice, or not
    (as in Pillai et al. 2014, "All File Systems Are Not Created Equal"). Answers the promises made until then.
    """
    files = {name: _File(content) for name, content in taken.first.items()}
    said: list[Any] = []
    for op in taken.ops[:after]:
        if op.kind == "said":
            said.append(op.promise)
            continue
        file = files.setdefault(op.file, _File(None))
        if op.kind == "sync":
            file.settle()
        elif op.kind == "delete":
            file.may_be_gone = True
        else:
            if file.may_be_gone:
                file = files[op.file] = _File(None)
            file.asked.append(op)
    manner = chance.choice(MANNERS)
    for name, file in files.items():
        if name.endswith("-shm"):
            continue  # memory, not disk
        content = file.after_power_came_back(chance, manner)
        if content is not None:
            (folder / name).write_bytes(content)
    return said, manner
