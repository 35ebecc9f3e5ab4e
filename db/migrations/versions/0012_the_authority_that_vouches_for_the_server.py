"""The authority that alone may vouch for the server, as the enrolment file named it"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.add_column("sync_enrolment", sa.Column("certificate", sa.Text(), nullable=True))


def downgrade() -> None:
    raise NotImplementedError("the record only goes forward; restore a backup instead")
