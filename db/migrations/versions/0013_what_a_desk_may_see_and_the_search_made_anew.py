"""What the server lets a desk see, as it was last told; and the search over issues made anew, once"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# Of issues that came from another desk the older program wrote the words beside the older ones, and found both.
_AFRESH = (
    "DELETE FROM search_issue_words",
    """
    INSERT INTO search_issue_words (rowid, words)
    SELECT p.place, i.text || ' ' || coalesce(i.place, '') || ' ' || coalesce(i.answer, '') || ' '
        || coalesce(i.answered_by, '') || ' ' || coalesce((
            SELECT r.given_names || ' ' || r.family_name || ' ' || coalesce(r.chosen_name, '')
            FROM resident r WHERE r.id = i.raised_by_id), '')
    FROM search_issue_place p JOIN issue i ON i.id = p.issue_id
    """,
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.add_column("sync_standing", sa.Column("sees", sa.String(length=60), nullable=True))
        op.add_column("sync_standing", sa.Column("server_schema", sa.String(length=8), nullable=True))
        for statement in _AFRESH:
            op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("the record only goes forward; restore a backup instead")
