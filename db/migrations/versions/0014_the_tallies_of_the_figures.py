"""The tallies that the figures are read from, kept beside the record of a laptop"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

COUNTS = ("sittings", "attendances", "people", "only_room", "only_online", "both", "new", "unnamed")


def upgrade() -> None:
    op.create_index(op.f("ix_turn_resident_id"), "turn", ["resident_id"])
    if op.get_bind().dialect.name != "sqlite":
        return
    op.create_table(
        "tally_kept",
        sa.Column("one", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("form", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("one", name=op.f("pk_tally_kept")),
    )
    op.create_table(
        "tally_person",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_tally_person")),
        sa.UniqueConstraint("person_id", name=op.f("uq_tally_person_person_id")),
    )
    op.create_table(
        "tally_trait",
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("value", sa.String(length=36), nullable=False),
        sa.Column("people", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "value", name=op.f("pk_tally_trait")),
    )
    op.create_table(
        "tally_sitting",
        sa.Column("sitting_id", sa.String(length=36), nullable=False),
        sa.Column("council_id", sa.String(length=36), nullable=False),
        sa.Column("district_id", sa.String(length=36), nullable=False),
        sa.Column("mode", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("starts_at", sa.String(length=27), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("only_room", sa.Integer(), nullable=False),
        sa.Column("only_online", sa.Integer(), nullable=False),
        sa.Column("both", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("unnamed", sa.Integer(), nullable=False),
        sa.Column("views", sa.Integer(), nullable=True),
        sa.Column("written", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("sitting_id", name=op.f("pk_tally_sitting")),
    )
    op.create_table(
        "tally_people",
        sa.Column("sitting_id", sa.String(length=36), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("came", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sitting_id", name=op.f("pk_tally_people")),
    )
    op.create_index("ix_tally_sitting_state", "tally_sitting", ["state"])
    op.create_index("ix_tally_sitting_month", "tally_sitting", ["month"])
    op.create_index("ix_tally_sitting_council", "tally_sitting", ["council_id", "starts_at"])
    op.create_index("ix_tally_sitting_starts_at", "tally_sitting", ["starts_at", "sitting_id"])
    op.create_table(
        "tally_span",
        sa.Column("place", sa.String(length=36), nullable=False),
        sa.Column("mode", sa.String(length=12), nullable=False),
        sa.Column("span", sa.String(length=7), nullable=False),
        sa.Column("last", sa.String(length=64), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("came", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("place", "mode", "span", name=op.f("pk_tally_span")),
    )


def downgrade() -> None:
    raise NotImplementedError("the record only goes forward; restore a backup instead")
