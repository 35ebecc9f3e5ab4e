"""The search index for a big roll: places by quarter, spellings, regulars

It belongs to the laptop alone and is read from the roll anew: the program does so when it opens the record.
"""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute("DROP TABLE search_words")
    op.execute("DROP TABLE search_person")
    op.execute(
        """
    CREATE TABLE search_state (version INTEGER NOT NULL, sweeps INTEGER NOT NULL)
    """
    )
    op.execute(
        """
    CREATE TABLE search_area (area INTEGER PRIMARY KEY, district_id TEXT NOT NULL, neighbourhood_id TEXT NOT NULL)
    """
    )
    op.execute(
        """
    CREATE TABLE search_person (
        place INTEGER PRIMARY KEY, resident_id TEXT NOT NULL UNIQUE, name_key INTEGER NOT NULL,
        councils TEXT NOT NULL DEFAULT ''
    )
    """
    )
    op.execute(
        """
    CREATE INDEX search_person_name ON search_person (name_key)
    """
    )
    op.execute(
        """
    CREATE TABLE search_regular (
        resident_id TEXT NOT NULL, council_id TEXT NOT NULL, PRIMARY KEY (resident_id, council_id)
    ) WITHOUT ROWID
    """
    )
    op.execute(
        """
    CREATE VIRTUAL TABLE search_words USING fts5(
        words, content='', contentless_delete=1, detail=none, prefix='1 2 3 4 5 6',
        tokenize="unicode61 remove_diacritics 0 tokenchars '_@#+~'"
    )
    """
    )
    op.execute(
        """
    CREATE TABLE search_spelling (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, sound TEXT NOT NULL)
    """
    )
    op.execute(
        """
    CREATE INDEX search_spelling_sound ON search_spelling (sound)
    """
    )
    # Where nobody is on the roll yet, the empty index is complete.
    op.execute("INSERT INTO search_state SELECT 1, 0 WHERE NOT EXISTS (SELECT 1 FROM resident)")


def downgrade() -> None:
    raise NotImplementedError("the record only goes forward; restore a backup instead")
