"""Keeps a record's schema at the level of this program; asks Alembic only when it is not."""

from __future__ import annotations

from sqlalchemy import Engine, text

from db.errors import Refused

# The newest revision in migrations/versions; a test holds it against Alembic's own head. Kept here because asking
# Alembic costs more than half a second of every start.
HEAD = "0021"


def revision(engine: Engine) -> str | None:
    """The revision a record is at; None for an empty one."""
    with engine.connect() as connection:
        if not engine.dialect.has_table(connection, "alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def bring_up_to_date(engine: Engine) -> None:
    """Upgrades an older record. Raises Refused: record_newer, when a newer program has written it."""
    found = revision(engine)
    if found == HEAD:
        return
    if found is not None and found > HEAD:
        raise Refused("record_newer", found=found, known=HEAD)
    from db.migrations import upgrade

    upgrade(engine)
