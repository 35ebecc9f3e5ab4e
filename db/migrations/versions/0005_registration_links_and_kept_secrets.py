"""The link by which neighbours register for a sitting, and secrets where the system has no keyring"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sitting", sa.Column("registration_link", sa.Text(), nullable=True))
    if op.get_bind().dialect.name != "sqlite":
        return  # what one laptop keeps to itself is nothing of the city's
    op.create_table(
        "kept_secret",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_kept_secret")),
    )


def downgrade() -> None:
    raise NotImplementedError("the record only goes forward; restore a backup instead")
