"""What the closing of a sitting knew of other desks, so that what came later is marked whenever it was written"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("sitting", sa.Column("closed_knowing", sa.JSON(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("the record only goes forward; restore a backup instead")
