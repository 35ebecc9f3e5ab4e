"""The map of the city: inhabitants of its quarters, and the areas of the file it was loaded from"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("neighbourhood", sa.Column("inhabitants", sa.Integer(), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        op.create_table(
            "map_area",
            sa.Column("folded", sa.Text(), nullable=False),
            sa.Column("name", sa.Text(), nullable=False),
            sa.Column("position", sa.Integer(), nullable=False),
            sa.Column("outline", sa.JSON(), nullable=True),
            sa.Column("inhabitants", sa.Integer(), nullable=True),
            sa.Column("neighbourhood_ids", sa.JSON(), nullable=True),
            sa.PrimaryKeyConstraint("folded", name=op.f("pk_map_area")),
        )


def downgrade() -> None:
    raise NotImplementedError("the record only goes forward; restore a backup instead")
