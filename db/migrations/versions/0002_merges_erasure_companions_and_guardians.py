"""Merges, erasure, companions and guardians"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def moment() -> sa.types.TypeEngine:
    """A point in time, as this revision keeps it on each engine."""
    return sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")


# Whoever a merge that stands connects is one person; the row that no merge absorbs speaks for her, else the first.
PERSON = """
CREATE VIEW person AS
WITH RECURSIVE
    stands (kept_id, absorbed_id) AS (
        SELECT kept_id, absorbed_id FROM merge WHERE undone_at IS NULL AND removed_at IS NULL
    ),
    edge (a, b) AS (
        SELECT kept_id, absorbed_id FROM stands UNION SELECT absorbed_id, kept_id FROM stands
    ),
    reach (resident_id, other_id) AS (
        SELECT a, a FROM edge UNION SELECT reach.resident_id, edge.b FROM reach JOIN edge ON edge.a = reach.other_id
    )
SELECT
    resident_id,
    coalesce(
        min(CASE WHEN other_id NOT IN (SELECT absorbed_id FROM stands) THEN other_id END), min(other_id)
    ) AS person_id
FROM reach GROUP BY resident_id
"""


def upgrade() -> None:
    op.create_table(
        "erasure",
        sa.Column("resident_id", sa.String(length=36), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("emptied", sa.JSON(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("city_id", sa.String(length=40), nullable=False),
        sa.Column("removed_at", moment(), nullable=True),
        sa.Column("clocks", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", "city_id", name=op.f("pk_erasure")),
    )
    op.create_index(op.f("ix_erasure_resident_id"), "erasure", ["resident_id"], unique=False)
    op.create_table(
        "kept_apart",
        sa.Column("first_id", sa.String(length=36), nullable=False),
        sa.Column("second_id", sa.String(length=36), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("undone_at", moment(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("city_id", sa.String(length=40), nullable=False),
        sa.Column("removed_at", moment(), nullable=True),
        sa.Column("clocks", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", "city_id", name=op.f("pk_kept_apart")),
    )
    op.create_index(op.f("ix_kept_apart_first_id"), "kept_apart", ["first_id"], unique=False)
    op.create_index(op.f("ix_kept_apart_second_id"), "kept_apart", ["second_id"], unique=False)
    op.create_table(
        "merge",
        sa.Column("kept_id", sa.String(length=36), nullable=False),
        sa.Column("absorbed_id", sa.String(length=36), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("undone_at", moment(), nullable=True),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("city_id", sa.String(length=40), nullable=False),
        sa.Column("removed_at", moment(), nullable=True),
        sa.Column("clocks", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", "city_id", name=op.f("pk_merge")),
    )
    op.create_index(op.f("ix_merge_absorbed_id"), "merge", ["absorbed_id"], unique=False)
    op.create_index(op.f("ix_merge_kept_id"), "merge", ["kept_id"], unique=False)
    op.add_column("presence", sa.Column("companions", sa.Integer(), nullable=True))
    op.add_column("presence", sa.Column("came_with_id", sa.String(length=36), nullable=True))
    op.add_column("resident", sa.Column("consent_by_id", sa.String(length=36), nullable=True))
    op.add_column("resident", sa.Column("guardian_id", sa.String(length=36), nullable=True))
    op.add_column("resident", sa.Column("erased_at", moment(), nullable=True))
    op.execute(PERSON)


def downgrade() -> None:
    raise NotImplementedError("the record only goes forward; restore a backup instead")
