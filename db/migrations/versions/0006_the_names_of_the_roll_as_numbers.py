"""The names of the roll as numbers, for judging a whole call at once

They belong to the laptop alone and are read from the roll anew: every page is noted as out of date here.
"""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute(
        """
    CREATE TABLE search_book_word (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, sound TEXT NOT NULL)
    """
    )
    op.execute(
        """
    CREATE TABLE search_book_page (
        page INTEGER PRIMARY KEY, places BLOB NOT NULL, clubs BLOB NOT NULL, fulls BLOB NOT NULL, names BLOB NOT NULL
    )
    """
    )
    op.execute(
        """
    CREATE TABLE search_book_stale (page INTEGER PRIMARY KEY)
    """
    )
    op.execute(
        """
    CREATE TABLE search_book_edition (edition INTEGER NOT NULL)
    """
    )
    op.execute("INSERT INTO search_book_stale SELECT DISTINCT place >> 10 FROM search_person WHERE place > 0")


def downgrade() -> None:
    raise NotImplementedError("the record only goes forward; restore a backup instead")
