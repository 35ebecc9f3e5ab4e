"""What others wrote: how far it was taken in, whose clocks were put right, which conflicts were settled"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def moment() -> sa.types.TypeEngine:
    """A point in time, as this revision keeps it on each engine."""
    return sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")


def upgrade() -> None:
    op.create_table(
        "settlement",
        sa.Column("noun", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.String(length=36), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("lost_desk", sa.String(length=36), nullable=False),
        sa.Column("lost_seq", sa.BigInteger(), nullable=False),
        sa.Column("swapped", sa.Boolean(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("city_id", sa.String(length=40), nullable=False),
        sa.Column("removed_at", moment(), nullable=True),
        sa.Column("clocks", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", "city_id", name=op.f("pk_settlement")),
    )
    op.create_index(op.f("ix_settlement_row_id"), "settlement", ["row_id"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        _on_the_laptop()


def _on_the_laptop() -> None:
    for name, kind in (
        ("pulled", sa.BigInteger()),
        ("pulled_mark", sa.String(length=40)),
        ("redacted", sa.BigInteger()),
        ("checked_noun", sa.String(length=40)),
        ("checked_row", sa.String(length=36)),
        ("folded_schema", sa.String(length=8)),
    ):
        op.add_column("sync_standing", sa.Column(name, kind, nullable=True))
    for name in ("received", "repaired"):
        op.add_column("sync_receipt", sa.Column(name, sa.Integer(), nullable=True))
    op.create_table(
        "sync_gap",
        sa.Column("desk_id", sa.String(length=36), nullable=False),
        sa.Column("desk_seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("prev_hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("desk_id", "desk_seq", name=op.f("pk_sync_gap")),
    )
    op.create_table(
        "sync_stamp",
        sa.Column("desk_id", sa.String(length=36), nullable=False),
        sa.Column("desk_seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hlc", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("desk_id", "desk_seq", name=op.f("pk_sync_stamp")),
    )
    op.create_table(
        "sync_conflict",
        sa.Column("noun", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.String(length=36), nullable=False),
        sa.Column("register", sa.String(length=40), nullable=False),
        sa.Column("lost_desk", sa.String(length=36), nullable=False),
        sa.Column("lost_seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("won_desk", sa.String(length=36), nullable=False),
        sa.Column("won_seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("noun", "row_id", "register", "lost_desk", "lost_seq", name=op.f("pk_sync_conflict")),
    )


def downgrade() -> None:
    raise NotImplementedError("the record only goes forward; restore a backup instead")
