"""The papers that minutes became, and the signatures on them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def moment() -> sa.types.TypeEngine:
    """A point in time, as this revision keeps it on each engine."""
    return sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")


# Whoever a merge that stands connects is one person; the row that no merge absorbs speaks for her, else the first.


def upgrade() -> None:
    op.create_table(
        "minutes_paper",
        sa.Column("minutes_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source_sha256", sa.String(length=64), nullable=True),
        sa.Column("kept_at", moment(), nullable=False),
        sa.Column("kept_by", sa.Text(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("city_id", sa.String(length=40), nullable=False),
        sa.Column("removed_at", moment(), nullable=True),
        sa.Column("clocks", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", "city_id", name=op.f("pk_minutes_paper")),
    )
    op.create_index(op.f("ix_minutes_paper_minutes_id"), "minutes_paper", ["minutes_id"], unique=False)
    op.create_index(op.f("ix_minutes_paper_sha256"), "minutes_paper", ["sha256"], unique=False)
    op.create_table(
        "minutes_signature",
        sa.Column("minutes_id", sa.String(length=36), nullable=False),
        sa.Column("paper_id", sa.String(length=36), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("signer", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("signed_at", moment(), nullable=True),
        sa.Column("stamped", sa.Boolean(), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("city_id", sa.String(length=40), nullable=False),
        sa.Column("removed_at", moment(), nullable=True),
        sa.Column("clocks", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", "city_id", name=op.f("pk_minutes_signature")),
    )
    op.create_index(op.f("ix_minutes_signature_minutes_id"), "minutes_signature", ["minutes_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("the record only goes forward; restore a backup instead")
