"""The kept figures of a stretch of time: of weeks too, and who came before all the rest"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

COUNTS = ("sittings", "attendances", "people", "only_room", "only_online", "both", "new", "unnamed")


def upgrade() -> None:
    if op.get_bind().dialect.name != "sqlite":
        return
    # What stands in it is counted anew from the record, in portions: see the form of the tallies.
    op.drop_table("tally_span")
    op.create_table(
        "tally_span",
        sa.Column("place", sa.String(length=36), nullable=False),
        sa.Column("mode", sa.String(length=12), nullable=False),
        sa.Column("span", sa.String(length=9), nullable=False),
        sa.Column("last", sa.String(length=64), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.Column("came", sa.LargeBinary(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("place", "mode", "span", name=op.f("pk_tally_span")),
    )


def downgrade() -> None:
    raise NotImplementedError("the record only goes forward; restore a backup instead")
