"""What the shared database last said of figures to a laptop that is told no ages"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return  # what one laptop was told is nothing of the city's
    op.create_table(
        "sync_figures",
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("sees", sa.String(length=60), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("form", sa.Integer(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("wish", name=op.f("pk_sync_figures")),
    )


def downgrade() -> None:
    raise NotImplementedError("the record only goes forward; restore a backup instead")
