"""Opens the encrypted file on the laptop, or the shared PostgreSQL: the only file that knows drivers."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from db.base import canonical
from db.errors import Refused, Unavailable

# SQLite before 3.51.3 can lose a committed write when a checkpoint and a writer meet (the WAL-reset race).
OLDEST_SQLITE = (3, 51, 3)
# How long one program waits for another to finish with the file: fifty arrivals at once take a slow laptop some time.
BUSY_SECONDS = 30
# Statements that the driver need not translate again: a check-in and what screens ask after it are more than a hundred.
_KNOWN_BY_HEART = 512
# Statements are begun by hand (see `_begin`); the driver's own guesses about transactions stay off.
_AS_WE_USE_IT: dict[str, Any] = {
    "isolation_level": None, "check_same_thread": False, "timeout": BUSY_SECONDS, "cached_statements": _KNOWN_BY_HEART
}  # fmt: skip
_BEGUN_WITH = 64 * 1024
# How many pages of the log are folded into the file at the end of a transaction; 64 MB in the worst case.
_SHORT_LOG, _LONGEST_LOG = 1000, 16_000


def open_file(path: Path, key: bytes, *, must_exist: bool = True) -> Engine:
    """The encrypted file at `path`, opened with its 32-byte data key.

    Write-ahead log, and a commit is on the disk before it is confirmed (`synchronous=FULL`). A transaction opened with
    the execution option `write=True` takes the write lock at once, so that two programs on one file wait for each
    other instead of failing half way. Raises Refused: record_missing, record_damaged (also for a wrong key);
    Unavailable: disk_full, disk_read_only, record_unreachable.
    """
    from sqlcipher3 import dbapi2 as sqlcipher

    if sqlcipher.sqlite_version_info < OLDEST_SQLITE:
        raise RuntimeError(f"SQLite {sqlcipher.sqlite_version} is too old to be trusted")
    if must_exist and not path.exists():
        raise Refused("record_missing", path=str(path))
    if must_exist and not path.stat().st_size:
        # A copy that broke off at once: opened as it is, it would become a new and empty record.
        raise Refused("record_damaged")

    def another(file: Path) -> Any:
        connection = sqlcipher.connect(str(file), **_AS_WE_USE_IT)
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute("PRAGMA cipher_log_level = NONE")
        return connection

    def connect() -> Any:
        connection = another(path)
        cursor = connection.cursor()
        cursor.execute("PRAGMA cache_size = -65536")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA temp_store = MEMORY")
        cursor.close()
        return connection

    engine = create_engine(
        "sqlite://", module=sqlcipher, creator=connect, poolclass=QueuePool, json_serializer=canonical,
        execution_options={"another": another},
    )  # fmt: skip
    event.listen(engine, "begin", _begin)
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar()
    except Exception as error:
        engine.dispose()
        raise file_trouble(error, path) or error from error
    return engine


def same_key(engine: Engine, file: Path) -> Any:
    """A driver's connection of its own to a file under the key of an opened one: for copying it, and for looking at
    the copy. Nothing is set on it but the key."""
    return engine.get_execution_options()["another"](file)


def _begin(connection: Any) -> None:
    write = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def read(connection: Connection, statement: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> Iterator[Any]:
    """The rows of a question, as the file's driver has them: for what is asked a hundred times in a second, where to
    find out about the columns of each answer takes several times as long as the answer.

    Only in a transaction that is begun. Raises DBAPIError.
    """
    try:
        rows = connection.connection.driver_connection.execute(statement, values)  # type: ignore[union-attr]
        # Row by row, not from the cursor itself: left half way (of a damaged file) that would be closed after its file.
        yield from iter(rows.fetchone, None)
    except Exception as error:
        raise DBAPIError(statement, None, error) from error


def write_many(connection: Connection, statement: str, rows: Sequence[Sequence[Any]]) -> None:
    """Writes all these rows by one statement, in the same way."""
    try:
        connection.connection.driver_connection.executemany(statement, rows)  # type: ignore[union-attr]
    except Exception as error:
        raise DBAPIError(statement, None, error) from error


def let_log_grow(connection: Connection) -> None:
    """From now on the end of a transaction does not fold the write-ahead log into the file, until `fold_log` is asked:
    for whoever writes much, and is waited for at the end of each. A log that nobody folds is folded all the same."""
    list(read(connection, f"PRAGMA wal_autocheckpoint = {_LONGEST_LOG}"))


def fold_log(connection: Connection) -> None:
    """Folds the log into the file as far as no other program reads from it. Only where nothing was read or written in
    this transaction yet."""
    list(read(connection, "PRAGMA wal_checkpoint(PASSIVE)"))


def keep_log_short(connection: Connection) -> None:
    """As SQLite does it by itself: the end of a transaction that makes the log long folds it."""
    list(read(connection, f"PRAGMA wal_autocheckpoint = {_SHORT_LOG}"))


def file_trouble(error: BaseException, path: Path | None = None) -> Refused | Unavailable | None:
    """What an error of the file's driver means for a person; None when it is not about the file but a bug of ours.

    Of a file that cannot be opened the disk at `path` is asked why: the driver says the same of a full one, one that
    lets nothing be written, and one that is gone.
    """
    text = str(getattr(error, "orig", None) or error).casefold()
    if "not a database" in text or "malformed" in text or "hmac check failed" in text:
        return Refused("record_damaged")
    if "full" in text and ("disk" in text or "database" in text):
        return Unavailable("disk_full")
    if "readonly" in text or "read-only" in text:
        return Unavailable("disk_read_only")
    if "disk i/o error" in text or "unable to open" in text:
        return Unavailable(_why_unreachable(path) if path else "record_unreachable")
    if "locked" in text:
        return Unavailable("record_busy")
    return None


def _why_unreachable(path: Path) -> str:
    try:
        # The log and the index beside the file are begun with a few pages.
        if shutil.disk_usage(path.parent).free < _BEGUN_WITH:
            return "disk_full"
        return "record_unreachable" if os.access(path.parent, os.W_OK) else "disk_read_only"
    except OSError:
        return "record_unreachable"


def open_server(url: str, *, timeout_s: int = 10, **more: Any) -> Engine:
    """The shared PostgreSQL at a `postgresql://` URL. Nothing is sent until the first use.

    Every wait is bounded: `timeout_s` seconds to connect, sixty for a silent socket.
    """
    from sqlalchemy.engine import make_url

    parsed = make_url(url).set(drivername="postgresql+psycopg")
    waits = {
        "connect_timeout": timeout_s,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": 60_000,
        "application_name": "cabildo",
    }
    return create_engine(parsed, connect_args=waits, json_serializer=canonical, pool_size=2, max_overflow=0, **more)


def open_doors(url: str, *, timeout_s: int = 10) -> Engine:
    """The shared PostgreSQL for a laptop that only calls functions: each call is a transaction, and one round trip.

    Nothing else travels: of a server it never met SQLAlchemy would ask nine things first, and the driver would prepare
    what is said for the sixth time. On a bad line that is most of a contact.
    """
    engine = open_server(url, timeout_s=timeout_s, isolation_level="AUTOCOMMIT")
    engine.dialect.initialize = lambda connection: None  # type: ignore[method-assign]
    event.listen(engine, "connect", _never_prepare)
    return engine


def _never_prepare(connection: Any, _record: Any) -> None:
    connection.prepare_threshold = None
