"""Takes away what is left in the file of values that were erased: free pages, the write-ahead log."""

from __future__ import annotations

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from db.errors import Unavailable

# A number in the head of the file, of its own, that comes and goes with the transaction: 1 while erased values may
# still stand in free pages. A program that was cut before it compacted does so when the file is opened again.
_OWED = "PRAGMA user_version = 1"
_PAID = "PRAGMA user_version = 0"


def owe(session: Session) -> None:
    """Notes, in the transaction that erases, that the file has to be compacted; `compact` takes the note away."""
    session.execute(text(_OWED))


def is_owed(session: Session) -> bool:
    """Whether erased values may still stand in free pages of the file."""
    return bool(session.scalar(text("PRAGMA user_version")))


def pay(engine: Engine) -> bool:
    """Compacts the file if an erasure was cut before that was done. Answers whether it was."""
    with Session(engine) as session:
        owed = is_owed(session)
    if owed:
        with Session(engine) as session:
            compact(session)
    return owed


def compact(session: Session) -> None:
    """Writes the whole file anew, without what was deleted in it, and empties its log. Asked like a query.

    Takes some fifteen seconds for a roll of 100,000 (180 MB, two slow cores), and meanwhile twice as much room on the
    disk as the file has. May be called again at any time.

    Raises Unavailable: record_busy, when another program on the file does not let go of its log.
    """
    engine = session.get_bind().engine
    # Beside the session's own connection, for no transaction may be open on the one that does this.
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute("PRAGMA secure_delete = ON")
        # The copy that it makes is as large as the record; on the disk it is encrypted as the record is.
        cursor.execute("PRAGMA temp_store = FILE")
        cursor.execute("VACUUM")
        cursor.execute(_PAID)
        cursor.execute("PRAGMA temp_store = MEMORY")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (busy, *_) = cursor.fetchone() or (1,)
        cursor.close()
    finally:
        raw.close()
    if busy:
        raise Unavailable("record_busy")
