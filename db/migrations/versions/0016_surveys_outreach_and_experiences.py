"""Questionnaires and their replies, who was told of a sitting, and the bank of good practices"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def moment() -> sa.types.TypeEngine:
    """A point in time, as this revision keeps it on each engine."""
    return sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")


def upgrade() -> None:
    one = sa.String(length=36)
    _noun(
        "questionnaire",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("anonymous", sa.Boolean(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        indexed=("code",),
    )
    _noun(
        "reply",
        sa.Column("questionnaire_id", one, nullable=False),
        sa.Column("sitting_id", one, nullable=True),
        sa.Column("resident_id", one, nullable=True),
        sa.Column("neighbourhood_id", one, nullable=True),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        indexed=("questionnaire_id", "sitting_id", "resident_id"),
    )
    _noun(
        "invitation",
        sa.Column("sitting_id", one, nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("resident_id", one, nullable=True),
        sa.Column("audience", sa.Text(), nullable=True),
        sa.Column("reached", sa.Integer(), nullable=True),
        sa.Column("result", sa.String(length=16), nullable=False),
        sa.Column("invited_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        indexed=("sitting_id", "resident_id"),
    )
    _noun(
        "experience",
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("partners", sa.Text(), nullable=True),
        sa.Column("took", sa.Text(), nullable=True),
        sa.Column("topic", sa.String(length=40), nullable=True),
        sa.Column("neighbourhood_id", one, nullable=True),
        sa.Column("sitting_id", one, nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("photo", sa.Text(), nullable=True),
        sa.Column("photo_shows", sa.Text(), nullable=True),
        indexed=("sitting_id",),
    )


def _noun(name: str, *columns: sa.Column, indexed: tuple[str, ...]) -> None:
    op.create_table(
        name,
        *columns,
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("city_id", sa.String(length=40), nullable=False),
        sa.Column("removed_at", moment(), nullable=True),
        sa.Column("clocks", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", "city_id", name=op.f(f"pk_{name}")),
    )
    for column in indexed:
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column])
