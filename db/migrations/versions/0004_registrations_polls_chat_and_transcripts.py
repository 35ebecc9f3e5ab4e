"""Registrations, polls, chat and transcripts of a call"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def moment() -> sa.types.TypeEngine:
    """A point in time, as this revision keeps it on each engine."""
    return sa.DateTime(timezone=True).with_variant(sa.String(27), "sqlite")


def of_every_row() -> tuple[sa.Column, ...]:
    """What every journalled row carries."""
    return (
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("city_id", sa.String(length=40), nullable=False),
        sa.Column("removed_at", moment(), nullable=True),
        sa.Column("clocks", sa.JSON(), nullable=False),
    )


def upgrade() -> None:
    op.add_column("call", sa.Column("replaced_by_id", sa.String(length=36), nullable=True))
    op.create_table(
        "handout",
        sa.Column("sitting_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("zoom_number", sa.String(length=20), nullable=True),
        sa.Column("uuid", sa.Text(), nullable=True),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("source", sa.String(length=8), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("private", sa.Integer(), nullable=False),
        sa.Column("replaced_by_id", sa.String(length=36), nullable=True),
        *of_every_row(),
        sa.PrimaryKeyConstraint("id", "city_id", name=op.f("pk_handout")),
    )
    op.create_index(op.f("ix_handout_sha256"), "handout", ["sha256"], unique=False)
    op.create_index(op.f("ix_handout_sitting_id"), "handout", ["sitting_id"], unique=False)
    op.create_table(
        "registrant",
        sa.Column("handout_id", sa.String(length=36), nullable=False),
        sa.Column("sitting_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("family_name", sa.Text(), nullable=False),
        sa.Column("given_names", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("quarter", sa.Text(), nullable=True),
        sa.Column("organisation", sa.Text(), nullable=True),
        sa.Column("registrant_id", sa.Text(), nullable=True),
        sa.Column("registered_at", moment(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("answers", sa.Text(), nullable=True),
        *of_every_row(),
        sa.PrimaryKeyConstraint("id", "city_id", name=op.f("pk_registrant")),
    )
    op.create_index(op.f("ix_registrant_handout_id"), "registrant", ["handout_id"], unique=False)
    op.create_index(op.f("ix_registrant_sitting_id"), "registrant", ["sitting_id"], unique=False)
    op.create_table(
        "poll_answer",
        sa.Column("handout_id", sa.String(length=36), nullable=False),
        sa.Column("sitting_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("poll", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("answered_at", moment(), nullable=True),
        *of_every_row(),
        sa.PrimaryKeyConstraint("id", "city_id", name=op.f("pk_poll_answer")),
    )
    op.create_index(op.f("ix_poll_answer_handout_id"), "poll_answer", ["handout_id"], unique=False)
    op.create_index(op.f("ix_poll_answer_sitting_id"), "poll_answer", ["sitting_id"], unique=False)
    op.create_table(
        "chat_line",
        sa.Column("handout_id", sa.String(length=36), nullable=False),
        sa.Column("sitting_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said_at", moment(), nullable=True),
        sa.Column("offset_ms", sa.Integer(), nullable=True),
        *of_every_row(),
        sa.PrimaryKeyConstraint("id", "city_id", name=op.f("pk_chat_line")),
    )
    op.create_index(op.f("ix_chat_line_handout_id"), "chat_line", ["handout_id"], unique=False)
    op.create_index(op.f("ix_chat_line_sitting_id"), "chat_line", ["sitting_id"], unique=False)
    op.create_table(
        "transcript_line",
        sa.Column("handout_id", sa.String(length=36), nullable=False),
        sa.Column("sitting_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("begins_ms", sa.Integer(), nullable=False),
        sa.Column("ends_ms", sa.Integer(), nullable=False),
        sa.Column("speaker", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        *of_every_row(),
        sa.PrimaryKeyConstraint("id", "city_id", name=op.f("pk_transcript_line")),
    )
    op.create_index(op.f("ix_transcript_line_handout_id"), "transcript_line", ["handout_id"], unique=False)
    op.create_index(op.f("ix_transcript_line_sitting_id"), "transcript_line", ["sitting_id"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("the record only goes forward; restore a backup instead")
