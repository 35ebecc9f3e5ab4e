"""Who facilitates a sitting, and the numbers that this laptop published"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sitting", sa.Column("facilitator", sa.Text(), nullable=True))
    if op.get_bind().dialect.name != "sqlite":
        return  # what one laptop published is nothing of the city's
    op.create_table(
        "publication",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
    )


def downgrade() -> None:
    raise NotImplementedError("the record only goes forward; restore a backup instead")
