"""The drafts of minutes as Word files, as they were made and as they were edited"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def moment() -> sa.types.TypeEngine:
    """A point in time, as this revision keeps it on each engine."""
    return sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")


def upgrade() -> None:
    op.add_column("minutes", sa.Column("edited_at", moment(), nullable=True))
    # The files themselves stay on the laptop that made them.
    if op.get_bind().dialect.name == "sqlite":
        op.create_table(
            "minutes_draft",
            sa.Column("minutes_id", sa.String(length=36), nullable=False),
            sa.Column("sitting_id", sa.String(length=36), nullable=False),
            sa.Column("made", sa.LargeBinary(), nullable=False),
            sa.Column("edited", sa.LargeBinary(), nullable=True),
            sa.PrimaryKeyConstraint("minutes_id", name=op.f("pk_minutes_draft")),
        )


def downgrade() -> None:
    raise NotImplementedError("the record only goes forward; restore a backup instead")
