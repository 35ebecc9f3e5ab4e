"""Rows that came by the file of the laptop beside, and that the server then refused: they go, the entries stay."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from db.base import canonical
from db.insights.keeping import follow
from db.registry import nouns
from db.sync.derived import derive

# Only where an entry that made the row is here and was refused: a row whose entries are missing was cut off from its
# journal, and is for a person to look at.
_REFUSED = text("""
    SELECT DISTINCT e.row_id FROM entry e
    JOIN sync_aside a ON a.desk_id = e.desk_id AND a.desk_seq = e.desk_seq AND a.verdict = 'quarantined'
    WHERE e.noun = :noun AND e.row_id IN (SELECT value FROM json_each(:ids)) AND e.base = '{}'
""")
_AMONG = "WHERE id IN (SELECT value FROM json_each(?))"


def withdraw(session: Session, rows: Mapping[str, Collection[str]]) -> dict[str, set[str]]:
    """Takes away those of these rows (identifiers per noun) that nothing makes but what the server refused; answers
    which, per noun.

    First they are removed as a person would remove them, so that search and figures let go of them by their own rules.
    """
    connection = session.connection()
    gone = {noun: found for noun, ids in rows.items() if (found := _refused(connection, noun, ids))}
    if not gone:
        return {}
    for noun, ids in gone.items():
        told = (canonical(sorted(ids)),)
        connection.exec_driver_sql(f"UPDATE \"{noun}\" SET removed_at = '1970-01-01T00:00:00.000000Z' {_AMONG}", told)  # noqa: S608
    session.expire_all()
    derive(session, gone)
    follow(session, gone)
    for noun, ids in gone.items():
        connection.exec_driver_sql(f'DELETE FROM "{noun}" {_AMONG}', (canonical(sorted(ids)),))  # noqa: S608 - our own names
    if "match" in gone:
        told = (canonical(sorted(gone["match"])),)
        connection.exec_driver_sql("DELETE FROM proposal WHERE match_id IN (SELECT value FROM json_each(?))", told)
    session.expire_all()
    return gone


def _refused(connection: Connection, noun: str, ids: Collection[str]) -> set[str]:
    if noun not in nouns():
        return set()
    return set(connection.execute(_REFUSED, {"noun": noun, "ids": canonical(sorted(ids))}).scalars())
