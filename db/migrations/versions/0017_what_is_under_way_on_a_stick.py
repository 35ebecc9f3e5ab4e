"""What is under way on a stick: this desk's keys, what was carried and not confirmed yet, and whose files were taken"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return  # what one laptop keeps to itself is nothing of the city's
    op.create_table(
        "sync_keys",
        sa.Column("owner", sa.String(length=8), nullable=False),
        sa.Column("signing", sa.String(length=64), nullable=False),
        sa.Column("opening", sa.String(length=64), nullable=False),
        sa.Column("centre", sa.Text(), nullable=True),
        sa.Column("capacity", sa.String(length=20), nullable=True),
        sa.Column("heard_at", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("owner", name=op.f("pk_sync_keys")),
    )
    op.create_table(
        "sync_carried",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("desk_id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("first_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("answered_at", sa.String(length=27), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sync_carried")),
    )
    op.create_table(
        "sync_beside",
        sa.Column("desk_id", sa.String(length=36), nullable=False),
        sa.Column("seal", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("met_at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("desk_id", name=op.f("pk_sync_beside")),
    )


def downgrade() -> None:
    raise NotImplementedError("the record only goes forward; restore a backup instead")
