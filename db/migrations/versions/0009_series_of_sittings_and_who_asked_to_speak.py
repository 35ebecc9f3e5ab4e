"""Series, lengths and cancelled sittings; merged items; who asked to speak; what was done as a whole"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def moment() -> sa.types.TypeEngine:
    """A point in time, as this revision keeps it on each engine."""
    return sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")


def upgrade() -> None:
    op.add_column("sitting", sa.Column("length_minutes", sa.Integer(), nullable=True))
    op.add_column("sitting", sa.Column("series_id", sa.String(length=36), nullable=True))
    op.add_column("sitting", sa.Column("cancelled_at", moment(), nullable=True))
    op.create_index(op.f("ix_sitting_series_id"), "sitting", ["series_id"], unique=False)
    op.add_column("item", sa.Column("seconds_apart", sa.Integer(), nullable=True))
    if op.get_bind().dialect.name != "sqlite":
        return  # what one laptop keeps to itself is nothing of the city's
    op.create_table(
        "hand",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("sitting_id", sa.String(length=36), nullable=False),
        sa.Column("resident_id", sa.String(length=36), nullable=False),
        sa.Column("asked_at", moment(), nullable=False),
        sa.Column("down_at", moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand")),
    )
    op.create_index(op.f("ix_hand_sitting_id"), "hand", ["sitting_id"], unique=False)
    op.create_table(
        "act",
        sa.Column("desk_id", sa.String(length=36), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), nullable=False),
        sa.Column("scope", sa.String(length=80), nullable=False),
        sa.Column("verb", sa.String(length=80), nullable=False),
        sa.Column("undone_at", moment(), nullable=True),
        sa.PrimaryKeyConstraint("desk_id", "last_seq", name=op.f("pk_act")),
    )
    op.create_index(op.f("ix_act_scope"), "act", ["scope"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("the record only goes forward; restore a backup instead")
