"""What became of issues and commitments, the lists that were sent, and the search over all that was asked for"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def moment() -> sa.types.TypeEngine:
    """A point in time, as this revision keeps it on each engine."""
    return sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")


def upgrade() -> None:
    for name, kind in (
        ("answer", sa.Text()),
        ("answered_by", sa.Text()),
        ("answered_on", sa.Date()),
        ("dispatch_id", sa.String(length=36)),
    ):
        op.add_column("issue", sa.Column(name, kind, nullable=True))
    for name in ("raised_by_id", "dispatch_id"):
        op.create_index(op.f(f"ix_issue_{name}"), "issue", [name])
    for name in ("outcome", "due_reason"):
        op.add_column("commitment", sa.Column(name, sa.Text(), nullable=True))
    op.create_table(
        "dispatch",
        sa.Column("department_id", sa.String(length=36), nullable=True),
        sa.Column("sent_to", sa.Text(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("issue_ids", sa.JSON(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("city_id", sa.String(length=40), nullable=False),
        sa.Column("removed_at", moment(), nullable=True),
        sa.Column("clocks", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", "city_id", name=op.f("pk_dispatch")),
    )
    op.create_index(op.f("ix_dispatch_department_id"), "dispatch", ["department_id"])
    if op.get_bind().dialect.name == "sqlite":
        for statement in SEARCH:
            op.execute(statement)


# The words of an issue and the name of whoever raised it, without accents, each findable by its beginning. The file
# itself keeps it up: whatever writes a row, by whichever way, has written the index too.
_WORDS = """
    SELECT p.place, i.text || ' ' || coalesce(i.place, '') || ' ' || coalesce(i.answer, '') || ' '
        || coalesce(i.answered_by, '') || ' ' || coalesce((
            SELECT r.given_names || ' ' || r.family_name || ' ' || coalesce(r.chosen_name, '')
            FROM resident r WHERE r.id = i.raised_by_id), '')
    FROM search_issue_place p JOIN issue i ON i.id = p.issue_id
"""
_AFRESH = "INSERT OR REPLACE INTO search_issue_words (rowid, words)" + _WORDS
_WRITTEN, _NAMED = _AFRESH + " WHERE p.issue_id = NEW.id;", _AFRESH + " WHERE i.raised_by_id = NEW.id;"
SEARCH = (
    # Not by SQLite's own number of the row: compacting the file numbers those anew.
    "CREATE TABLE search_issue_place (place INTEGER PRIMARY KEY, issue_id TEXT NOT NULL UNIQUE)",
    """
    CREATE VIRTUAL TABLE search_issue_words USING fts5(
        words, content='', contentless_delete=1, detail=none, prefix='2 3',
        tokenize="unicode61 remove_diacritics 2"
    )
    """,
    "INSERT INTO search_issue_place (issue_id) SELECT id FROM issue ORDER BY id",
    _AFRESH,
    """
    CREATE TRIGGER search_issue_written AFTER INSERT ON issue BEGIN
        INSERT INTO search_issue_place (issue_id) VALUES (NEW.id);
        AFRESH
    END
    """.replace("AFRESH", _WRITTEN),
    """
    CREATE TRIGGER search_issue_changed AFTER UPDATE OF text, place, answer, answered_by, raised_by_id ON issue BEGIN
        AFRESH
    END
    """.replace("AFRESH", _WRITTEN),
    """
    CREATE TRIGGER search_issue_gone AFTER DELETE ON issue BEGIN
        DELETE FROM search_issue_words
        WHERE rowid = (SELECT place FROM search_issue_place WHERE issue_id = OLD.id);
        DELETE FROM search_issue_place WHERE issue_id = OLD.id;
    END
    """,
    """
    CREATE TRIGGER search_issue_named AFTER UPDATE OF given_names, family_name, chosen_name ON resident
    WHEN EXISTS (SELECT 1 FROM issue WHERE raised_by_id = NEW.id) BEGIN
        AFRESH
    END
    """.replace("AFRESH", _NAMED),
)


def downgrade() -> None:
    raise NotImplementedError("the record only goes forward; restore a backup instead")
